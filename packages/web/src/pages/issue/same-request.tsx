import type { SameRequest as Schema } from "@faultline/service/http/v1-issue-facts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type * as z from "zod";
import { url } from "../../api/addresses.js";
import type { OccurrenceRef } from "../../api/occurrences.js";
import { request } from "../../api/request.js";
import type { Occurrence } from "../../api/types.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";

interface Answer {
  readonly events: readonly z.infer<typeof Schema>[];
}

const REFRESH_MILLISECONDS = 15_000;

/** Events of other issues that happened in the same request, e.g. what the log of a function tells of it. */
export function SameRequest({
  place,
  occurrence,
}: {
  readonly place: OccurrenceRef;
  readonly occurrence: Occurrence;
}) {
  const { issue: words } = useWords();
  const { project, issue } = place;
  const { id, requestId } = occurrence;
  const { data } = useQuery({
    queryKey: ["same-request", place, id],
    queryFn: ({ signal }) =>
      request<Answer>(url`/v1/projects/${project}/issues/${issue}/occurrences/${id}/same-request`, {
        signal,
      }),
    enabled: requestId !== undefined,
    // The other may come minutes later.
    refetchInterval: REFRESH_MILLISECONDS,
  });
  if (!data || data.events.length === 0) return null;
  return (
    <Section title={words.sameRequest} note={requestId}>
      <ul className="divide-y divide-line">
        {data.events.map((other) => (
          <li key={other.issue} className="px-4 py-2.5 text-sm">
            <Link
              to="/projects/$project/issues/$issue/occurrences/$event"
              params={{ project: other.project, issue: other.issue, event: other.event }}
              className="font-medium wrap-anywhere hover:underline"
            >
              {other.title}
            </Link>
            <p className="text-xs text-soft">{other.project}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
