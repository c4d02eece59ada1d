import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { projectQuery } from "../../api/projects.js";
import { useMay } from "../../api/session.js";
import { type Setup, setupQuery } from "../../api/setup.js";
import type { Project } from "../../api/types.js";
import { AllAtOnce } from "../../components/all-at-once.js";
import { Failed, Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { useTitle } from "../../shell/title.js";
import { FirstError } from "./first-error.js";
import { GuidesPanel } from "./guides-panel.js";
import { KeysPanel } from "./keys-panel.js";
import { LinksPanel } from "./links-panel.js";
import { NotificationsPanel } from "./notifications/notifications-panel.js";
import { RulesPanel } from "./rules-panel.js";
import { SettingsPanel } from "./settings-panel.js";
import { SourceMapsPanel } from "./source-maps-panel.js";

/** What a project needs: lines to send errors with, keys, settings, who is told, source maps. */
export function SetupPage() {
  const { shell } = useWords();
  const { project = "" } = useParams({ strict: false });
  const setup = useQuery(setupQuery(project));
  const known = useQuery(projectQuery(project));
  useTitle(shell.setup, project);
  const error = setup.error ?? known.error;
  if (!setup.data || !known.data)
    return (
      <div className="panel">
        {error ? (
          <Failed error={error} onRetry={setup.error ? setup.refetch : known.refetch} />
        ) : (
          <Loading rows={8} />
        )}
      </div>
    );
  return (
    <div className="space-y-5">
      <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">
        {shell.setup} · {known.data.displayName || project}
      </h1>
      <AllAtOnce rows={8}>
        <FirstError project={project} />
        <GuidesPanel setup={setup.data} />
        <Panels setup={setup.data} project={known.data} name={project} />
      </AllAtOnce>
    </div>
  );
}

interface PanelsProps {
  readonly setup: Setup;
  readonly project: Project;
  readonly name: string;
}

/** In two columns; those that change what a member may not are left out for one. */
function Panels({ setup, project, name }: PanelsProps) {
  const { manage } = useMay();
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <div className="min-w-0 space-y-5">
        <NotificationsPanel project={name} />
        {manage && <KeysPanel project={name} />}
        <SourceMapsPanel setup={setup} />
        {manage && <LinksPanel project={project} />}
      </div>
      <div className="min-w-0 space-y-5">
        {manage && <SettingsPanel project={project} />}
        <RulesPanel project={name} />
      </div>
    </div>
  );
}
