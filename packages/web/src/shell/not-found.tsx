import { Link } from "@tanstack/react-router";
import { Empty } from "../components/states.js";
import { useWords } from "../i18n/i18n.js";
import { Logo } from "./logo.js";
import { useTitle } from "./title.js";

export function NotFound() {
  const { shell } = useWords();
  useTitle(shell.notFound);
  return (
    <main className="mx-auto max-w-4xl space-y-5 px-3 py-6 sm:px-6">
      <p className="flex items-center gap-2 text-sm font-semibold">
        <Logo /> Faultline
      </p>
      <div className="panel">
        <Empty isPage icon="search" title={shell.notFound} hint={shell.notFoundHint}>
          <Link to="/projects" className="button button-main">
            {shell.allProjects}
          </Link>
        </Empty>
      </div>
    </main>
  );
}
