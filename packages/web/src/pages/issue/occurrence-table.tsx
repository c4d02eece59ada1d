import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type OccurrenceRef, occurrencesQuery } from "../../api/occurrences.js";
import type { Issue, Occurrence } from "../../api/types.js";
import { Scroller } from "../../components/scroller.js";
import { Section } from "../../components/section.js";
import { fullCount } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { OccurrenceRow } from "./occurrence-row.js";

interface OccurrenceTableProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  readonly current: string | undefined;
}

/** The latest occurrences in short, or those that are searched for, each leading to all it tells. */
export function OccurrenceTable({ place, issue, current }: OccurrenceTableProps) {
  const { issue: words } = useWords();
  const { language } = useSettings();
  const [query, setQuery] = useState("");
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...occurrencesQuery(place, query),
    refetchInterval: 8000,
  });
  const occurrences = data?.pages.flatMap((page) => page.occurrences) ?? [];
  if (occurrences.length === 0 && query === "") return null;
  const found = data?.pages.reduce((sum, page) => sum + (page.found?.among ?? 0), 0) ?? 0;
  const all = query === "" ? issue.count : found;
  const shown = words.shownOf(fullCount(occurrences.length, language), fullCount(all, language));
  return (
    <Section title={words.occurrences} note={shown} actions={<Filter onFilter={setQuery} />}>
      {error && (
        <p role="alert" className="px-4 py-2 text-sm text-bad wrap-anywhere">
          {error.message}
        </p>
      )}
      {occurrences.length === 0 && !error && <p className="px-4 py-3 text-sm text-soft">{words.noneFound}</p>}
      {occurrences.length > 0 && <Rows place={place} occurrences={occurrences} current={current} />}
      {hasNextPage && (
        <button
          type="button"
          className="button button-quiet m-2"
          disabled={isFetchingNextPage}
          onClick={() => fetchNextPage()}
        >
          {words.moreOccurrences}
        </button>
      )}
    </Section>
  );
}

interface RowsProps {
  readonly place: OccurrenceRef;
  readonly occurrences: readonly Occurrence[];
  readonly current: string | undefined;
}

function Rows({ place, occurrences, current }: RowsProps) {
  const { issue: words } = useWords();
  // The same on each row it would only take the room of what differs.
  const hasMessages = new Set(occurrences.map(({ message }) => message)).size > 1;
  return (
    <Scroller label={words.occurrences}>
      <table className="w-full min-w-lg table-fixed text-left text-sm">
        <Head hasMessages={hasMessages} />
        <tbody>
          {occurrences.map((occurrence) => (
            <OccurrenceRow
              key={occurrence.id}
              place={place}
              occurrence={occurrence}
              hasMessages={hasMessages}
              isCurrent={occurrence.id === current}
            />
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function Filter({ onFilter }: { readonly onFilter: (query: string) => void }) {
  const { issue: words } = useWords();
  const [typed, setTyped] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onFilter(typed.trim());
  };
  return (
    <search>
      <form onSubmit={submit}>
        <input
          type="search"
          className="field min-h-8 w-64 max-w-full py-1 text-sm"
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            // What empties the field, its own button too, shows all again.
            if (target.value === "") onFilter("");
          }}
          aria-label={words.filter}
          placeholder={words.filterHint}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
        />
      </form>
    </search>
  );
}

function Head({ hasMessages }: { readonly hasMessages: boolean }) {
  const { issue: words } = useWords();
  const { time, user, release, region, browser, environment } = words;
  const what = hasMessages ? `${words.message} · URL` : "URL";
  const titles = [
    { title: `${time} · ${region}`, width: "w-36" },
    { title: what, width: "" },
    { title: `${user} · ${browser}`, width: "w-1/4" },
    { title: `${release} · ${environment}`, width: "w-1/4" },
  ];
  return (
    <thead className="text-xs text-soft">
      <tr>
        {titles.map(({ title, width }) => (
          <th key={title} className={`px-3 py-1.5 font-medium first:pl-4 last:pr-4 ${width}`}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}
