import { Link } from "@tanstack/react-router";
import { Empty } from "../components/states.js";
import { useWords } from "../i18n/i18n.js";
import { useTitle } from "./title.js";

export function NotFound() {
  const { shell } = useWords();
  useTitle(shell.notFound);
  return (
    <div className="panel">
      <Empty isPage icon="search" title={shell.notFound} hint={shell.notFoundHint}>
        <Link to="/projects" className="button button-main">
          {shell.allProjects}
        </Link>
      </Empty>
    </div>
  );
}
