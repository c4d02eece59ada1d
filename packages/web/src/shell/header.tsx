import { Link, useParams } from "@tanstack/react-router";
import { useWho } from "../api/session.js";
import { Icon } from "../components/icon.js";
import { useWords } from "../i18n/i18n.js";
import { Keys } from "../keys/keys.js";
import { Logo } from "./logo.js";
import { ProjectSwitch } from "./project-switch.js";
import { SettingsMenu } from "./settings-menu.js";
import { openWindow } from "./windows.js";

const LINK =
  "rounded-md px-1 sm:px-2.5 py-1.5 text-[0.8125rem] sm:text-sm font-medium text-soft hover:bg-hover hover:text-ink data-[status=active]:bg-sunken data-[status=active]:text-ink";

/** On top of every page: where one is, and where one can go. */
export function Header() {
  const { project } = useParams({ strict: false });
  return (
    <header className="border-b border-line bg-surface">
      <div className="mx-auto flex min-h-13 max-w-7xl flex-wrap items-center gap-x-1 gap-y-1 px-3 py-1.5 sm:px-6">
        <Link
          to="/projects"
          className="mr-1 flex items-center gap-2 rounded-md py-1 pr-2 font-semibold tracking-tight"
        >
          <Logo />
          <span className={project === undefined ? "" : "sr-only sm:not-sr-only"}>Faultline</span>
        </Link>
        <ProjectSwitch />
        <Navigation project={project} />
        <div className="ml-auto flex items-center gap-1">
          <PaletteButton />
          <SettingsMenu />
        </div>
      </div>
    </header>
  );
}

function Navigation({ project }: { readonly project: string | undefined }) {
  const { shell } = useWords();
  const who = useWho();
  return (
    <nav
      className="order-last flex w-full flex-wrap items-center gap-0.5 sm:order-none sm:gap-1 sm:ml-2 sm:w-auto"
      aria-label={shell.navigation}
    >
      {project === undefined ? (
        <Link to="/projects" className={LINK} activeOptions={{ exact: true }}>
          {shell.projects}
        </Link>
      ) : (
        <ProjectLinks project={project} />
      )}
      <Link to="/issues" className={LINK} activeOptions={{ exact: true, includeSearch: false }}>
        {shell.allIssues}
      </Link>
      {who && !who.projects && (
        <Link to="/status" className={LINK}>
          {shell.status}
        </Link>
      )}
    </nav>
  );
}

function ProjectLinks({ project }: { readonly project: string }) {
  const { shell } = useWords();
  const who = useWho();
  return (
    <>
      <Link
        to="/projects/$project"
        params={{ project }}
        className={LINK}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        {shell.issues}
      </Link>
      <Link to="/projects/$project/releases" params={{ project }} className={LINK}>
        {shell.releases}
      </Link>
      {who && who.role !== "viewer" && (
        <Link to="/projects/$project/setup" params={{ project }} className={LINK}>
          {shell.setup}
        </Link>
      )}
    </>
  );
}

function PaletteButton() {
  const { shell } = useWords();
  return (
    <button
      type="button"
      className="button button-quiet px-2"
      onClick={() => openWindow("palette")}
      aria-keyshortcuts="Control+K Meta+K"
    >
      <Icon name="search" />
      <span className="sr-only">{shell.commands}</span>
      <span className="hidden lg:inline">
        <Keys name="mod+k" />
      </span>
    </button>
  );
}
