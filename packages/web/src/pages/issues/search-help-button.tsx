import { lazy, Suspense, useState } from "react";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";

const SearchHelp = lazy(() => import("./search-help.js").then(({ SearchHelp }) => ({ default: SearchHelp })));

/** The way to what can be written into the search beside it. */
export function SearchHelpButton() {
  const { issues: words } = useWords();
  const [isOpen, setOpen] = useState(false);
  const open = (): void => setOpen(true);
  useCommands([{ id: "search-help", label: words.searchHelp, group: "list", run: open }]);
  return (
    <>
      <button type="button" className="button button-quiet px-3" onClick={open} aria-label={words.searchHelp}>
        ?
      </button>
      <Suspense fallback={null}>{isOpen && <SearchHelp onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
