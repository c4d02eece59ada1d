import { Link } from "@tanstack/react-router";
import type { Alarm } from "../../api/types.js";
import { StateBadge, type Tone } from "../../components/state-badge.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";

/** Where alarms become issues. */
const OWN_PROJECT = "faultline";

const TONES: Readonly<Record<Alarm["state"], Tone>> = {
  alarm: "bad",
  ok: "good",
  insufficient_data: "quiet",
};

/** Those that are on, in full; the others behind a line. */
export function Alarms({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const { status: words } = useWords();
  const on = alarms.filter(({ state }) => state === "alarm");
  const off = alarms.filter(({ state }) => state !== "alarm");
  return (
    <>
      {on.length === 0 ? <p className="text-sm text-soft">{words.noAlarms}</p> : <List alarms={on} />}
      {off.length > 0 && (
        <details className="mt-3 text-sm">
          <summary className="cursor-pointer text-soft hover:text-ink">
            {words.quietAlarms(off.length)}
          </summary>
          <div className="mt-2">
            <List alarms={off} />
          </div>
        </details>
      )}
    </>
  );
}

function List({ alarms }: { readonly alarms: readonly Alarm[] }) {
  return (
    <ul className="divide-y divide-line">
      {alarms.map((alarm) => (
        <li key={`${alarm.region} ${alarm.name}`} className="py-2.5 first:pt-0 last:pb-0">
          <Entry alarm={alarm} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ alarm: { name, region, state, since, reason, runbook, issue } }: { readonly alarm: Alarm }) {
  const { status: words } = useWords();
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <StateBadge tone={TONES[state]} text={words.alarmStates[state]} />
        <span className="font-medium wrap-anywhere">{name}</span>
        <span className="text-soft">{region}</span>
        <span className="ml-auto text-soft">
          {words.since} <TimeAgo at={since} />
        </span>
      </div>
      <p className="mt-1 text-sm text-soft wrap-anywhere">{reason}</p>
      <p className="mt-1 flex gap-4 text-sm">
        <a href={runbook} className="text-accent underline underline-offset-2">
          {words.runbook}
        </a>
        {issue && (
          <Link
            to="/projects/$project/issues/$issue"
            params={{ project: OWN_PROJECT, issue }}
            className="text-accent underline underline-offset-2"
          >
            {words.issue}
          </Link>
        )}
      </p>
    </>
  );
}
