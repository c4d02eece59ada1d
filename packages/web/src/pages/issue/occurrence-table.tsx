import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type OccurrenceRef, occurrencesQuery } from "../../api/occurrences.js";
import type { Issue, Occurrence } from "../../api/types.js";
import { Scroller } from "../../components/scroller.js";
import { Section } from "../../components/section.js";
import { TimeAgo } from "../../components/time-ago.js";
import { fullCount } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { browserName } from "./browser-name.js";

const LIMIT = 10;

interface OccurrenceTableProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  readonly current: string | undefined;
}

/** The latest occurrences in short, each leading to all it tells. */
export function OccurrenceTable({ place, issue, current }: OccurrenceTableProps) {
  const { issue: words } = useWords();
  const { language } = useSettings();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...occurrencesQuery(place, LIMIT),
    refetchInterval: 8000,
  });
  const occurrences = data?.pages.flatMap((page) => page.occurrences) ?? [];
  if (occurrences.length === 0) return null;
  // The same on each row it would only take the room of what differs.
  const hasMessages = new Set(occurrences.map(({ message }) => message)).size > 1;
  const shown = words.shownOf(fullCount(occurrences.length, language), fullCount(issue.count, language));
  return (
    <Section title={words.occurrences} note={shown}>
      <Scroller label={words.occurrences}>
        <table className="w-full text-left text-sm">
          <Head hasMessages={hasMessages} />
          <tbody>
            {occurrences.map((occurrence) => (
              <Row
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

interface Columns {
  readonly hasMessages: boolean;
}

function Head({ hasMessages }: Columns) {
  const { issue: words } = useWords();
  const message = hasMessages ? [words.message] : [];
  const { time, user, browser, release, environment, region } = words;
  return (
    <thead className="text-xs text-soft">
      <tr>
        {[time, ...message, user, browser, "URL", release, environment, region].map((title) => (
          <th key={title} className="px-3 py-1.5 font-medium whitespace-nowrap first:pl-4 last:pr-4">
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface RowProps extends Columns {
  readonly place: OccurrenceRef;
  readonly occurrence: Occurrence;
  readonly isCurrent: boolean;
}

function Row({ place, occurrence, isCurrent, hasMessages }: RowProps) {
  const { id, timestamp, message, type, user, request, release, environment, region } = occurrence;
  return (
    <tr
      className="border-t border-line aria-[current]:bg-accent-wash"
      aria-current={isCurrent ? "true" : undefined}
    >
      <td className="py-1.5 pr-3 pl-4 whitespace-nowrap">
        <Link
          to="/projects/$project/issues/$issue/occurrences/$event"
          params={{ ...place, event: id }}
          className="font-medium text-accent hover:underline"
        >
          <TimeAgo at={timestamp} />
        </Link>
      </td>
      {hasMessages && <Cell text={message || type} isWide />}
      <Cell text={user?.email ?? user?.name ?? user?.id ?? user?.ip} />
      <Cell text={browserName(request?.userAgent)} />
      <Cell text={request?.url} isWide />
      <Cell text={release} />
      <Cell text={environment} />
      <Cell text={region} />
    </tr>
  );
}

const Cell = ({
  text = "",
  isWide = false,
}: {
  readonly text?: string | undefined;
  readonly isWide?: boolean;
}) => (
  <td title={text} className={`truncate px-3 py-1.5 last:pr-4 ${isWide ? "max-w-56" : "max-w-32"}`}>
    {text}
  </td>
);
