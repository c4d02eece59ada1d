import { useWords } from "../i18n/i18n.js";

/** As the service calls it: whoever signs in with it has no name. */
const MASTER_KEY = "master key";

/** What whoever did something is called in the reader's language. */
export function useByName(): (by: string) => string {
  const { shell } = useWords();
  return (by) => (by === MASTER_KEY ? shell.masterKey : by);
}
