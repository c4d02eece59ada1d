import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type OccurrencePage, type OccurrenceRef, occurrencesQuery } from "../../api/occurrences.js";
import type { Issue, Occurrence } from "../../api/types.js";
import { Scroller } from "../../components/scroller.js";
import { Section } from "../../components/section.js";
import { fullCount } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { OccurrenceRow } from "./occurrence-row.js";
import { OccurrenceSearch } from "./occurrence-search.js";

interface OccurrenceTableProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  readonly current: string | undefined;
}

/** The latest occurrences in short, or those that are searched for, each leading to all it tells. */
export function OccurrenceTable({ place, issue, current }: OccurrenceTableProps) {
  const { issue: words } = useWords();
  const [query, setQuery] = useState("");
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...occurrencesQuery(place, query),
    // A search looks through events: once is enough.
    refetchInterval: query === "" && 8000,
  });
  const occurrences = data?.pages.flatMap((page) => page.occurrences) ?? [];
  const note = useNote(occurrences.length, issue.count, query === "" ? undefined : data?.pages);
  if (occurrences.length === 0 && query === "") return null;
  return (
    <Section title={words.occurrences} note={note}>
      {issue.count > 1 && (
        <OccurrenceSearch project={place.project} query={query} onSearch={setQuery} error={error} />
      )}
      {data && occurrences.length === 0 && !hasNextPage && (
        <p role="status" className="px-4 py-3 text-sm text-soft">
          {words.noneFound}
        </p>
      )}
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

/** How many are shown of how many; of a search, how many it found among those that were looked at. */
function useNote(shown: number, count: number, searched: readonly OccurrencePage[] | undefined): string {
  const { issue: words } = useWords();
  const { language } = useSettings();
  const told = (number: number): string => fullCount(number, language);
  const found = (searched ?? []).flatMap((page) => page.found ?? []);
  const [first] = found;
  if (!first) return words.shownOf(told(shown), told(count));
  const sum = (of: "count" | "among"): number => found.reduce((total, page) => total + page[of], 0);
  const among = words.shownOf(told(sum("count")), told(sum("among")));
  return sum("among") < first.total ? words.lookedAt(among, told(first.total)) : among;
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
