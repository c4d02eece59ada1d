import type { OneRelease } from "../../api/releases.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";

/** So much of a commit's id tells it from others. */
const COMMIT_CHARS = 10;

/** The changes that went into a release. */
export function CommitList({ commits }: Pick<OneRelease, "commits">) {
  const { releases: words } = useWords();
  if (commits.length === 0) return <Nothing text={words.noCommits} />;
  return (
    <ul aria-label={words.commits} className="divide-y divide-line text-sm">
      {commits.map(({ id, message, author }) => (
        <li key={id} className="px-4 py-2">
          <p className="line-clamp-3 wrap-anywhere" title={message}>
            {message.trim().split("\n", 1)}
          </p>
          <p className="text-xs text-soft wrap-anywhere">
            <span className="font-mono">{id.slice(0, COMMIT_CHARS)}</span>
            {author && ` · ${author}`}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Where and when a release was deployed. */
export function DeployList({ deploys }: Pick<OneRelease, "deploys">) {
  const { releases: words } = useWords();
  if (deploys.length === 0) return <Nothing text={words.noDeploys} />;
  return (
    <ul aria-label={words.deploys} className="divide-y divide-line text-sm">
      {deploys.map(({ at, environment }) => (
        <li key={`${at} ${environment}`} className="flex items-baseline justify-between gap-3 px-4 py-2">
          <span className="min-w-0 wrap-anywhere">{environment}</span>
          <TimeAgo at={at} className="whitespace-nowrap text-soft" />
        </li>
      ))}
    </ul>
  );
}

const Nothing = ({ text }: { readonly text: string }) => (
  <p className="px-4 py-3 text-sm text-soft">{text}</p>
);
