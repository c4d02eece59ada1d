import type { LocalWorld } from "../../api/local-world.js";
import type { RegionStatus, StatusReport } from "../../api/types.js";
import { useWords } from "../../i18n/i18n.js";
import { Lag } from "./lag.js";
import { ReplicationControl } from "./local-controls.js";
import { RegionCard } from "./region-card.js";

interface RegionsPictureProps {
  readonly report: StatusReport;
  readonly world: LocalWorld | null;
}

/** The regions side by side, and what flows between them. */
export function RegionsPicture({ report: { regions }, world }: RegionsPictureProps) {
  const [first, second] = regions;
  const names = regions.map(({ region }) => region);
  const card = (region: RegionStatus) => (
    <RegionCard key={region.region} region={region} names={names} world={world} />
  );
  if (!first || !second) return <div>{regions.map(card)}</div>;
  return (
    <div className="grid items-stretch gap-3 md:grid-cols-[minmax(0,1fr)_13rem_minmax(0,1fr)]">
      {card(first)}
      <Between first={first} second={second} world={world} />
      {card(second)}
    </div>
  );
}

interface BetweenProps {
  readonly first: RegionStatus;
  readonly second: RegionStatus;
  readonly world: LocalWorld | null;
}

function Between({ first, second, world }: BetweenProps) {
  const { status: words } = useWords();
  return (
    <div className="flex flex-col items-center justify-center gap-3 px-2 py-1 text-center">
      <h2 className="text-xs font-medium text-soft">{words.replication}</h2>
      <Arrow from={first} to={second} world={world} />
      <Arrow from={second} to={first} world={world} isBack />
      {world && <ReplicationControl world={world} />}
    </div>
  );
}

interface ArrowProps {
  readonly from: RegionStatus;
  readonly to: RegionStatus;
  readonly world: LocalWorld | null;
  readonly isBack?: boolean;
}

function Arrow({ from, to, world, isBack = false }: ArrowProps) {
  const { status: words } = useWords();
  const isPaused = world?.regions.find(({ name }) => name === from.region)?.replicationPaused === true;
  return (
    <p className="w-full text-sm">
      <span className="sr-only">{words.replicationFrom(from.region, to.region)}: </span>
      <span className="tabular-nums">
        {isPaused ? words.paused : <Lag milliseconds={from.replicationLagMilliseconds} />}
      </span>
      <svg
        viewBox="0 0 160 10"
        className={`mt-0.5 h-2.5 w-full ${isPaused ? "text-warn" : "text-soft"}`}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeDasharray={isPaused ? "2 5" : undefined}
        aria-hidden="true"
      >
        <path d={isBack ? "M158 5H4m5-4L3 5l6 4" : "M2 5h154m-5-4 6 4-6 4"} />
      </svg>
    </p>
  );
}
