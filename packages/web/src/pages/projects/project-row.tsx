import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Project } from "../../api/types.js";
import { Count } from "../../components/count.js";
import { Icon } from "../../components/icon.js";
import { Menu, MenuItem } from "../../components/menu.js";
import { Sparkline } from "../../components/sparkline.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";
import { regionCounts } from "./region-counts.js";
import { RegionShareBar } from "./region-share-bar.js";

export const PROJECT_COLUMNS =
  "lg:grid-cols-[minmax(10rem,1.3fr)_9rem_6rem_5.5rem_6rem_minmax(14rem,1fr)_2.25rem]";

interface ProjectRowProps {
  readonly project: Project;
  /** Whether whoever looks may change it. */
  readonly isManaged: boolean;
  readonly onRename: () => void;
  readonly onDelete: () => void;
}

export function ProjectRow({ project, isManaged, onRename, onDelete }: ProjectRowProps) {
  const { projects: words } = useWords();
  const { name, displayName, last24h } = project;
  return (
    <li
      className={`relative grid grid-cols-3 items-center gap-x-4 gap-y-3 px-4 py-4 hover:bg-hover sm:px-5 ${PROJECT_COLUMNS}`}
    >
      <div className="col-span-3 min-w-0 pr-10 lg:col-span-1 lg:pr-0">
        <Link
          to="/projects/$project"
          params={{ project: name }}
          className="font-semibold wrap-anywhere after:absolute after:inset-0"
        >
          {displayName || name}
        </Link>
        {displayName && <p className="font-mono text-xs text-soft wrap-anywhere">{name}</p>}
      </div>
      <Sparkline
        label={words.last24h}
        counts={last24h.map(({ count }) => count)}
        regions={regionCounts(last24h)}
        className="col-span-3 h-8 w-full lg:col-span-1"
      />
      <Figures project={project} />
      <div className="col-span-3 lg:col-span-1">
        <RegionShareBar points={last24h} />
      </div>
      {isManaged && <ProjectMenu name={displayName || name} onRename={onRename} onDelete={onDelete} />}
    </li>
  );
}

function Figures({ project }: { readonly project: Project }) {
  const { projects: words, parts } = useWords();
  const { unresolved, unresolvedCapped, events, lastEventAt } = project;
  return (
    <>
      <Figure label={words.unresolved}>
        <Count
          value={unresolved}
          isCapped={unresolvedCapped}
          className={unresolved > 0 ? "font-semibold" : "text-soft"}
        />
      </Figure>
      <Figure label={words.events}>
        <Count value={events} />
      </Figure>
      <Figure label={words.lastEvent}>
        {lastEventAt ? <TimeAgo at={lastEventAt} /> : <span className="text-soft">{parts.never}</span>}
      </Figure>
    </>
  );
}

function Figure({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <p className="text-sm lg:text-right">
      <span className="block text-xs text-soft lg:sr-only">{label} </span>
      {children}
    </p>
  );
}

interface ProjectMenuProps {
  readonly name: string;
  readonly onRename: () => void;
  readonly onDelete: () => void;
}

function ProjectMenu({ name, onRename, onDelete }: ProjectMenuProps) {
  const { projects: words } = useWords();
  return (
    <div className="absolute top-3 right-2 lg:static">
      <Menu
        face={<Icon name="more" />}
        name={words.actions(name)}
        className="button button-quiet relative px-2"
        align="end"
      >
        <MenuItem onSelect={onRename}>{words.rename}</MenuItem>
        <MenuItem onSelect={onDelete} isDanger>
          {words.remove}
        </MenuItem>
      </Menu>
    </div>
  );
}
