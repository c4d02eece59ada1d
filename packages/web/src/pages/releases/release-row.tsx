import { Link } from "@tanstack/react-router";
import type { ListedRelease } from "../../api/releases.js";
import { Count } from "../../components/count.js";
import { useWords } from "../../i18n/i18n.js";
import { WhenBegun } from "./when-begun.js";

export const RELEASE_COLUMNS = "md:grid-cols-[minmax(0,1fr)_4.5rem_5.5rem_5.5rem_5rem_5rem]";

interface ReleaseRowProps {
  readonly project: string;
  readonly release: ListedRelease;
}

export function ReleaseRow({ project, release }: ReleaseRowProps) {
  const { releases: words } = useWords();
  const { issues, events, users } = release;
  return (
    <li
      className={`relative grid grid-cols-3 items-center gap-x-4 gap-y-2 px-4 py-3 hover:bg-hover sm:px-5 ${RELEASE_COLUMNS}`}
    >
      <div className="col-span-3 min-w-0 md:col-span-1">
        <Link
          to="/projects/$project/releases/$release"
          params={{ project, release: release.release }}
          preload={false}
          className="font-semibold wrap-anywhere after:absolute after:inset-0"
        >
          {release.release}
        </Link>
        <WhenBegun release={release} />
      </div>
      <Figure label={words.newIssues} value={issues?.new} isCapped={issues?.capped} />
      <Figure label={words.regressed} value={issues?.regressed} isCapped={issues?.capped} isBad />
      <Figure label={words.resolved} value={issues?.resolved} isCapped={issues?.capped} />
      <Figure label={words.events} value={events} />
      <Figure label={words.users} value={users} />
    </li>
  );
}

interface FigureProps {
  readonly label: string;
  /** Missing where it was not counted. */
  readonly value: number | undefined;
  readonly isCapped?: boolean | undefined;
  readonly isBad?: boolean;
}

function Figure({ label, value, isCapped, isBad = false }: FigureProps) {
  const look = isBad ? "font-semibold text-bad" : "";
  return (
    <p className="text-sm md:text-right">
      <span className="block text-xs text-soft md:sr-only">{label} </span>
      {value === undefined ? (
        <span className="text-soft">–</span>
      ) : (
        <Count value={value} isCapped={isCapped ?? false} className={value === 0 ? "text-soft" : look} />
      )}
    </p>
  );
}
