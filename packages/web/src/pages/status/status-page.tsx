import { useTitle } from "../../shell/title.js";
import { useWords } from "../../words/words.js";

export function StatusPage() {
  const { shell } = useWords();
  useTitle(shell.status);
  return <h1 className="text-xl font-semibold">{shell.status}</h1>;
}
