import { useTitle } from "../../shell/title.js";
import { useWords } from "../../words/words.js";

export function IssuePage() {
  const { shell } = useWords();
  useTitle(shell.issues);
  return <h1 className="text-xl font-semibold">{shell.issues}</h1>;
}
