import { useTitle } from "../../shell/title.js";
import { useWords } from "../../words/words.js";

export function SetupPage() {
  const { shell } = useWords();
  useTitle(shell.setup);
  return <h1 className="text-xl font-semibold">{shell.setup}</h1>;
}
