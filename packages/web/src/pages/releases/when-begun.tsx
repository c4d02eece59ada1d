import type { ListedRelease } from "../../api/releases.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";

/** So many of the latest deploys are told in a line. */
const DEPLOYS_SHOWN = 3;

/** Where and when a release was deployed; of one that nobody deployed, when it was seen first. */
export function WhenBegun({ release }: { readonly release: Pick<ListedRelease, "deploys" | "firstSeen"> }) {
  const { releases: words } = useWords();
  const { deploys, firstSeen } = release;
  return (
    <p className="flex flex-wrap gap-x-3 text-xs text-soft wrap-anywhere">
      {deploys.length === 0 && (
        <span>
          {words.firstSeen} <TimeAgo at={firstSeen} />
        </span>
      )}
      {latestOfEach(deploys)
        .slice(0, DEPLOYS_SHOWN)
        .map(({ environment, at }) => (
          <span key={environment}>
            {words.deployedTo(environment)} <TimeAgo at={at} />
          </span>
        ))}
    </p>
  );
}

/** Of the deploys, which come latest first, the latest into each environment. */
const latestOfEach = (deploys: ListedRelease["deploys"]): ListedRelease["deploys"] =>
  deploys.filter(
    ({ environment }, place) => deploys.findIndex((other) => other.environment === environment) === place,
  );
