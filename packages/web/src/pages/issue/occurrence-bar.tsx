import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { Neighbours } from "../../api/issue-types.js";
import { neighboursQuery, type OccurrenceRef } from "../../api/occurrences.js";
import type { Issue, Occurrence } from "../../api/types.js";
import { CopyButton } from "../../components/copy-button.js";
import { fullCount } from "../../format/number.js";
import { exactTime } from "../../format/time.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";
import { useSettings } from "../../settings/settings.js";
import { agentMarkdown } from "./agent-markdown.js";

interface OccurrenceBarProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  readonly occurrence: Occurrence;
}

const WAYS = ["first", "older", "newer", "latest"] as const;
type Way = (typeof WAYS)[number];
const KEYS: Readonly<Partial<Record<Way, readonly string[]>>> = { older: ["p", "["], newer: ["n", "]"] };
const NOWHERE: Neighbours = { first: null, older: null, newer: null, latest: null, of: 0 };

/** Which occurrence is shown, the ways to the others, and what can be copied of it. */
export function OccurrenceBar({ place, issue, occurrence }: OccurrenceBarProps) {
  const { issue: words } = useWords();
  const { language } = useSettings();
  const { data: around = NOWHERE } = useQuery(neighboursQuery(place, occurrence.id));
  useOccurrenceCommands(place, around);
  return (
    <section
      aria-label={words.occurrence}
      className="panel flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5"
    >
      <div className="min-w-0 flex-1 basis-52">
        <h2 className="text-sm font-semibold">
          <time dateTime={occurrence.timestamp}>{exactTime(Date.parse(occurrence.timestamp), language)}</time>
        </h2>
        <p className="truncate text-xs text-soft" title={occurrence.id}>
          {around.number !== undefined && (
            <>
              <span className="font-medium text-ink">
                {words.numberOf(fullCount(around.number, language), fullCount(around.of, language))}
              </span>
              {" · "}
            </>
          )}
          {occurrence.region} · {occurrence.id}
        </p>
      </div>
      <nav aria-label={words.occurrences} className="flex flex-wrap gap-1">
        {WAYS.map((way) => (
          <WayLink key={way} way={way} place={place} to={around[way]} current={occurrence.id} />
        ))}
      </nav>
      <div className="flex flex-wrap gap-1">
        <CopyButton text={() => JSON.stringify(occurrence, null, 2)} label={words.copyJson} />
        <CopyButton text={() => agentMarkdown(issue, occurrence, location.href)} label={words.copyForAgent} />
      </div>
    </section>
  );
}

interface WayLinkProps {
  readonly way: Way;
  readonly place: OccurrenceRef;
  readonly to: string | null;
  readonly current: string;
}

function WayLink({ way, place, to, current }: WayLinkProps) {
  const { issue: words } = useWords();
  if (to === null || to === current)
    return (
      <button type="button" className="button px-2.5" disabled>
        {words.ways[way]}
      </button>
    );
  return (
    <Link
      to="/projects/$project/issues/$issue/occurrences/$event"
      params={{ ...place, event: to }}
      search={true}
      resetScroll={false}
      className="button px-2.5"
      aria-keyshortcuts={KEYS[way]?.join(" ")}
    >
      {words.ways[way]}
    </Link>
  );
}

function useOccurrenceCommands(place: OccurrenceRef, around: Neighbours): void {
  const { issue: words } = useWords();
  const navigate = useNavigate();
  useCommands(
    WAYS.map((way) => ({
      id: `occurrence-${way}`,
      label: words.goToOccurrence[way],
      group: "page" as const,
      keys: KEYS[way] ?? [],
      run: () => {
        const event = around[way];
        if (event !== null)
          navigate({
            to: "/projects/$project/issues/$issue/occurrences/$event",
            params: { ...place, event },
            search: true,
            resetScroll: false,
          });
      },
    })),
  );
}
