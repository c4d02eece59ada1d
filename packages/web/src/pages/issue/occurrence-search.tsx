import { lazy, Suspense, useId } from "react";
import { useWords } from "../../i18n/i18n.js";
import { SearchBox } from "../issues/search-box.js";
import { SearchHelpButton } from "../issues/search-help-button.js";
import { isRefusedSearch } from "../issues/use-refused-search.js";

const RefusedSearch = lazy(() =>
  import("../issues/refused-search.js").then(({ RefusedSearch }) => ({ default: RefusedSearch })),
);

interface OccurrenceSearchProps {
  readonly project: string;
  readonly query: string;
  readonly onSearch: (query: string) => void;
  /** Why there is no answer. */
  readonly error: Error | null;
}

/** Which of an issue's events are listed, in the words of every search. */
export function OccurrenceSearch({ project, query, onSearch, error }: OccurrenceSearchProps) {
  const { issue: words } = useWords();
  const id = useId();
  const refusal = isRefusedSearch(error) ? error : undefined;
  return (
    <div className="px-4 pt-3">
      <div className="mb-3 flex items-center gap-2">
        <SearchBox
          label={words.filter}
          placeholder={words.filterHint}
          project={project}
          isOfEvents
          query={query}
          onSearch={onSearch}
          refusedBy={refusal && id}
        />
        <SearchHelpButton />
      </div>
      <Suspense fallback={null}>
        {refusal && <RefusedSearch id={id} query={query} refusal={refusal} />}
      </Suspense>
    </div>
  );
}
