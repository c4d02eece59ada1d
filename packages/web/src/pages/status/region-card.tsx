import type { ReactNode } from "react";
import type { LocalWorld } from "../../api/local-world.js";
import type { RegionStatus } from "../../api/types.js";
import { Count } from "../../components/count.js";
import { regionBackground } from "../../components/region-colour.js";
import { StateBadge } from "../../components/state-badge.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";
import { Lag } from "./lag.js";
import { RegionControls } from "./local-controls.js";

interface RegionCardProps {
  readonly region: RegionStatus;
  readonly names: readonly string[];
  readonly world: LocalWorld | null;
}

/** A region: how it does, what it is for, how far behind it is. */
export function RegionCard({ region, names, world }: RegionCardProps) {
  const { status: words } = useWords();
  const local = world?.regions.find(({ name }) => name === region.region);
  return (
    <section className="panel flex flex-col p-4 sm:p-5">
      <div className="flex flex-wrap items-center gap-2">
        <span className={`size-3 rounded-sm ${regionBackground(region.region, names)}`} aria-hidden="true" />
        <h2 className="mr-auto font-semibold">{region.region}</h2>
        <Health region={region} isStopped={local?.state === "stopped"} />
      </div>
      <p className="mt-1 flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
        <span>{words.roles[region.role]}</span>
        {region.home && (
          <span title={words.leaderHint} className="font-medium text-ink">
            {words.leader}
          </span>
        )}
        {world?.active === region.region && <span className="font-medium text-ink">{words.traffic}</span>}
      </p>
      <dl className="mt-3 grid grid-cols-3 gap-3 border-t border-line pt-3 text-sm">
        <Fact label={words.reducerLag}>
          <Lag milliseconds={region.reducerLagMilliseconds} />
        </Fact>
        <Fact label={words.outbox}>
          {region.outboxDepth === undefined ? words.unknown : <Count value={region.outboxDepth} />}
        </Fact>
        <Fact label={words.lastBeat}>
          {region.lastBeat ? (
            <TimeAgo at={region.lastBeat} />
          ) : (
            <span className="text-soft">{words.unknown}</span>
          )}
        </Fact>
      </dl>
      {region.rebuild && <Rebuild items={region.rebuild.items} />}
      {local && <RegionControls region={local} />}
    </section>
  );
}

function Rebuild({ items }: { readonly items: number }) {
  const { status: words } = useWords();
  return (
    <p className="mt-3 text-sm text-soft">
      {words.rebuild} <Count value={items} />
    </p>
  );
}

interface HealthProps {
  readonly region: RegionStatus;
  readonly isStopped: boolean;
}

function Health({ region, isStopped }: HealthProps) {
  const { status: words } = useWords();
  if (isStopped) return <StateBadge tone="quiet" text={words.stopped} />;
  return region.healthy ? (
    <StateBadge tone="good" text={words.healthy} />
  ) : (
    <StateBadge tone="bad" text={words.unhealthy} />
  );
}

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-xs text-soft">{label}</dt>
    <dd className="mt-0.5 tabular-nums">{children}</dd>
  </div>
);
