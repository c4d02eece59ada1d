import type { StatusReport } from "../../api/types.js";
import { StateBadge, type Tone } from "../../components/state-badge.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";

type Destination = StatusReport["destinations"][number];

const TONES: Readonly<Record<Destination["state"], Tone>> = {
  ok: "good",
  failing: "warn",
  open: "warn",
  dead: "bad",
};

/** Where notifications do not arrive. */
export function Destinations({ destinations }: { readonly destinations: readonly Destination[] }) {
  const { status: words } = useWords();
  if (destinations.length === 0) return <p className="text-sm text-soft">{words.allWell}</p>;
  return (
    <ul className="divide-y divide-line text-sm">
      {destinations.map(({ project, destination, state, openUntil }) => (
        <li
          key={`${project} ${destination}`}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 first:pt-0 last:pb-0"
        >
          <StateBadge tone={TONES[state]} text={words.destinationStates[state]} />
          <span className="font-medium wrap-anywhere">{destination}</span>
          <span className="text-soft wrap-anywhere">{project}</span>
          {openUntil && (
            <span className="ml-auto text-soft">
              {words.until} <TimeAgo at={openUntil} isAhead />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
