import { Link } from "@tanstack/react-router";
import type { OccurrenceRef } from "../../api/occurrences.js";
import type { Occurrence } from "../../api/types.js";
import { TimeAgo } from "../../components/time-ago.js";
import { browserName } from "./browser-name.js";

interface OccurrenceRowProps {
  readonly place: OccurrenceRef;
  readonly occurrence: Occurrence;
  readonly hasMessages: boolean;
  readonly isCurrent: boolean;
}

/** An occurrence in two lines, so that all that tells it from others fits beside one another. */
export function OccurrenceRow({ place, occurrence, isCurrent, hasMessages }: OccurrenceRowProps) {
  const { id, timestamp, message, type, user, request, release, environment, region } = occurrence;
  return (
    <tr
      className="border-t border-line align-top aria-[current]:bg-accent-wash"
      aria-current={isCurrent ? "true" : undefined}
    >
      <td className="py-1.5 pr-3 pl-4">
        <Link
          to="/projects/$project/issues/$issue/occurrences/$event"
          params={{ ...place, event: id }}
          search={true}
          className="font-medium text-accent hover:underline"
        >
          <TimeAgo at={timestamp} />
        </Link>
        <Line text={region} isSoft />
      </td>
      <td className="px-3 py-1.5">
        {hasMessages && <Line text={message || type} />}
        <Line text={request?.url} isSoft={hasMessages} />
      </td>
      <td className="px-3 py-1.5">
        <Line text={user?.email ?? user?.name ?? user?.id ?? user?.ip} />
        <Line text={browserName(request?.userAgent)} isSoft />
      </td>
      <td className="py-1.5 pr-4 pl-3">
        <Line text={release} />
        <Line text={environment} isSoft />
      </td>
    </tr>
  );
}

interface LineProps {
  readonly text: string | undefined;
  readonly isSoft?: boolean;
}

const Line = ({ text, isSoft = false }: LineProps) =>
  text ? (
    <p title={text} className={`truncate ${isSoft ? "text-xs text-soft" : ""}`}>
      {text}
    </p>
  ) : null;
