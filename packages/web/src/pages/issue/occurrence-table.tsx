import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type OccurrenceRef, occurrencesQuery } from "../../api/occurrences.js";
import type { Occurrence } from "../../api/types.js";
import { Scroller } from "../../components/scroller.js";
import { Section } from "../../components/section.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";
import { browserName } from "./browser-name.js";

const LIMIT = 10;

/** The latest occurrences in short, each leading to all it tells. */
export function OccurrenceTable({
  place,
  current,
}: {
  readonly place: OccurrenceRef;
  readonly current: string | undefined;
}) {
  const { issue: words } = useWords();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...occurrencesQuery(place, LIMIT),
    refetchInterval: 8000,
  });
  const occurrences = data?.pages.flatMap((page) => page.occurrences) ?? [];
  if (occurrences.length === 0) return null;
  return (
    <Section title={words.occurrences}>
      <Scroller label={words.occurrences}>
        <table className="w-full text-left text-sm">
          <Head />
          <tbody>
            {occurrences.map((occurrence) => (
              <Row
                key={occurrence.id}
                place={place}
                occurrence={occurrence}
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

function Head() {
  const { issue: words } = useWords();
  return (
    <thead className="text-xs text-soft">
      <tr>
        {[words.time, words.message, words.user, words.browser, "URL", words.release, words.region].map(
          (title) => (
            <th key={title} className="px-4 py-1.5 font-medium whitespace-nowrap">
              {title}
            </th>
          ),
        )}
      </tr>
    </thead>
  );
}

interface RowProps {
  readonly place: OccurrenceRef;
  readonly occurrence: Occurrence;
  readonly isCurrent: boolean;
}

function Row({ place, occurrence, isCurrent }: RowProps) {
  const { id, timestamp, message, type, user, request, release, region } = occurrence;
  return (
    <tr
      className="border-t border-line aria-[current]:bg-accent-wash"
      aria-current={isCurrent ? "true" : undefined}
    >
      <td className="px-4 py-1.5 whitespace-nowrap">
        <Link
          to="/projects/$project/issues/$issue/occurrences/$event"
          params={{ ...place, event: id }}
          className="font-medium text-accent hover:underline"
        >
          <TimeAgo at={timestamp} />
        </Link>
      </td>
      <Cell text={message || type} isWide />
      <Cell text={user?.email ?? user?.name ?? user?.id ?? user?.ip} />
      <Cell text={browserName(request?.userAgent)} />
      <Cell text={request?.url} isWide />
      <Cell text={release} />
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
  <td title={text} className={`truncate px-4 py-1.5 ${isWide ? "max-w-72" : "max-w-40"}`}>
    {text}
  </td>
);
