import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { projectsQuery } from "../../api/projects.js";
import { sessionQuery, useMay, useWho } from "../../api/session.js";
import type { Project } from "../../api/types.js";
import { Icon } from "../../components/icon.js";
import { Empty, Failed, Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { type Command, useCommands } from "../../keys/commands.js";
import { useTitle } from "../../shell/title.js";
import { CreateProject } from "./create-project.js";
import { inOrder } from "./order.js";
import { PROJECT_COLUMNS, ProjectRow } from "./project-row.js";

const DeleteProject = lazy(() =>
  import("./delete-project.js").then(({ DeleteProject }) => ({ default: DeleteProject })),
);
const RenameProject = lazy(() =>
  import("./rename-project.js").then(({ RenameProject }) => ({ default: RenameProject })),
);

type Window = { readonly kind: "create" } | { readonly kind: "rename" | "delete"; readonly project: Project };

/** Every project, how it does, and what to do with it. */
export function ProjectsPage() {
  const { projects: words } = useWords();
  useTitle(words.title);
  const [window, setWindow] = useState<Window>();
  const { data: projects = [] } = useQuery(projectsQuery);
  const who = useWho();
  // Who sees chosen projects makes no others, nor does who manages nothing.
  const isKept = who?.role !== "owner" || who.projects !== undefined;
  const close = (): void => setWindow(undefined);
  const create = (): void => setWindow({ kind: "create" });
  const creation: Command = {
    id: "create-project",
    label: words.create,
    group: "page",
    keys: ["n"],
    run: create,
  };
  useCommands(isKept ? [] : [creation]);
  return (
    <>
      <Head onCreate={isKept ? undefined : create} />
      <FirstOwner />
      <ProjectList onWindow={setWindow} />
      {window?.kind === "create" && (
        <CreateProject taken={projects.map(({ name }) => name)} onClose={close} />
      )}
      <Suspense fallback={null}>
        {window?.kind === "rename" && <RenameProject project={window.project} onClose={close} />}
        {window?.kind === "delete" && <DeleteProject name={window.project.name} onClose={close} />}
      </Suspense>
    </>
  );
}

/** What there is to do about all projects, for who may. */
function Head({ onCreate }: { readonly onCreate: (() => void) | undefined }) {
  const { projects: words, setup } = useWords();
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h1 className="text-xl font-semibold tracking-tight">{words.title}</h1>
      {onCreate && (
        <div className="flex flex-wrap gap-2">
          <Link to="/notifications" className="button">
            {setup.notifyAll}
          </Link>
          <button type="button" className="button button-main" onClick={onCreate}>
            <Icon name="plus" />
            {words.create}
          </button>
        </div>
      )}
    </div>
  );
}

/** For who has come with the master key, while there is no other way in. */
function FirstOwner() {
  const { access } = useWords();
  const { data: session } = useQuery(sessionQuery);
  if (!session?.signedIn || session.hasPeople !== false) return null;
  return (
    <p className="mb-4 flex flex-wrap items-baseline gap-x-3 text-sm text-soft">
      {access.people.firstTitle}
      <Link to="/access" className="text-accent underline underline-offset-2">
        {access.people.makeFirst}
      </Link>
    </p>
  );
}

const FILTER_FROM = 8;

function ProjectList({ onWindow }: { readonly onWindow: (window: Window) => void }) {
  const { projects: words } = useWords();
  const [filter, setFilter] = useState("");
  const { manage } = useMay();
  const { data: projects, error, refetch } = useQuery(projectsQuery);
  if (!projects) return <Pending error={error} onRetry={refetch} />;
  const wanted = filter.trim().toLowerCase();
  const shown = inOrder(projects).filter(({ name, displayName = "" }) =>
    `${name} ${displayName}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      {projects.every(({ builtIn }) => builtIn) && (
        <NoProjects onCreate={() => onWindow({ kind: "create" })} />
      )}
      {projects.length >= FILTER_FROM && (
        <input
          type="search"
          className="field mb-3 max-w-sm"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          aria-label={words.filter}
          placeholder={words.filter}
        />
      )}
      {projects.length > 0 && (
        <div className="panel overflow-hidden">
          <Columns />
          <ul className="divide-y divide-line">
            {shown.map((project) => (
              <ProjectRow
                key={project.name}
                project={project}
                isManaged={manage}
                onRename={() => onWindow({ kind: "rename", project })}
                onDelete={() => onWindow({ kind: "delete", project })}
              />
            ))}
          </ul>
          {shown.length === 0 && <p className="p-6 text-center text-sm text-soft">{words.noMatch}</p>}
        </div>
      )}
    </>
  );
}

function Pending({ error, onRetry }: { readonly error: Error | null; readonly onRetry: () => void }) {
  return (
    <div className="panel">{error ? <Failed error={error} onRetry={onRetry} /> : <Loading rows={4} />}</div>
  );
}

/** How to come to a first project: Faultline's own is no one's. */
function NoProjects({ onCreate }: { readonly onCreate: () => void }) {
  const { projects: words } = useWords();
  const { manage } = useMay();
  return (
    <div className="panel mb-4">
      <Empty icon="plus" title={words.none} hint={words.noneHint}>
        {manage && (
          <button type="button" className="button button-main" onClick={onCreate}>
            {words.create}
          </button>
        )}
      </Empty>
    </div>
  );
}

/** What the figures are; each row says it for itself where it is read aloud, and on phones. */
function Columns() {
  const { projects: words } = useWords();
  return (
    <div
      aria-hidden="true"
      className={`hidden gap-x-4 border-b border-line bg-sunken/50 px-5 py-2 text-xs font-medium text-soft lg:grid ${PROJECT_COLUMNS}`}
    >
      <span>{words.name}</span>
      <span>{words.last24h}</span>
      <span className="text-right">{words.unresolved}</span>
      <span className="text-right">{words.events}</span>
      <span className="text-right">{words.lastEvent}</span>
      <span>{words.share}</span>
    </div>
  );
}
