import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { groupingQuery, type OccurrenceRef } from "../../api/occurrences.js";
import { useMay } from "../../api/session.js";
import type { Issue } from "../../api/types.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";

interface GroupingProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  readonly event: string | undefined;
}

/** Why this event is in the issue with the others, and what would put one like it into another. */
export function GroupingPanel({ place, issue, event }: GroupingProps) {
  const { issue: words } = useWords();
  const { data } = useQuery(groupingQuery(place, event));
  const { triage } = useMay();
  if (!data) return null;
  return (
    <Section title={words.grouping}>
      <div className="space-y-2 px-4 py-3 text-sm">
        <p>{data.by ? words.groupedBy[data.by] : words.groupedOtherwise}</p>
        <ul className="space-y-1">
          {data.parts.map((part) => (
            <li key={part} className="rounded-md bg-sunken px-2 py-1 font-mono text-xs wrap-anywhere">
              {part}
            </li>
          ))}
        </ul>
        {data.by && <p>{words.groupWouldChange[data.by]}</p>}
        {triage && (
          <>
            <p className="text-xs text-soft">{words.groupingHint}</p>
            <Link
              className="button inline-flex"
              to="/projects/$project/setup"
              params={{ project: place.project }}
              search={{ ruleFor: issue.type }}
            >
              {words.groupByRule}
            </Link>
          </>
        )}
      </div>
    </Section>
  );
}
