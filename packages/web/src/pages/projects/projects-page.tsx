import { useTitle } from "../../shell/title.js";
import { useWords } from "../../words/words.js";

export function ProjectsPage() {
  const { shell } = useWords();
  useTitle(shell.projects);
  return <h1 className="text-xl font-semibold">{shell.projects}</h1>;
}
