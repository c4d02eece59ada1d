import type { StatusReport } from "../../api/types.js";
import { Section } from "../../components/section.js";
import { StateBadge } from "../../components/state-badge.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";

/** When the lead moved last, and what the health checks say. */
export function FailoverFacts({ report: { lastFailover, healthChecks } }: { readonly report: StatusReport }) {
  const { status: words } = useWords();
  return (
    <>
      <Section title={words.lastFailover}>
        {lastFailover ? (
          <p className="flex flex-wrap p-4 justify-between gap-x-4 text-sm">
            <span>{words.failover(lastFailover.from, lastFailover.to)}</span>
            <TimeAgo at={lastFailover.at} className="text-soft" />
          </p>
        ) : (
          <p className="p-4 text-sm text-soft">{words.noFailover}</p>
        )}
      </Section>
      <Section title={words.healthChecks}>
        {healthChecks.length === 0 && <p className="p-4 text-sm text-soft">{words.noChecks}</p>}
        <ul className="space-y-2 p-4 text-sm empty:hidden">
          {healthChecks.map(({ region, healthy, at }) => (
            <li key={region} className="flex items-center gap-3">
              <StateBadge tone={healthy ? "good" : "bad"} text={healthy ? words.passing : words.failing} />
              <span>{region}</span>
              <TimeAgo at={at} className="ml-auto text-soft" />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
