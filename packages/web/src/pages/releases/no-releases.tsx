import { useQuery } from "@tanstack/react-query";
import { useWho } from "../../api/session.js";
import { setupQuery } from "../../api/setup.js";
import { CopyButton } from "../../components/copy-button.js";
import { Empty } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";

/** Nothing was told of releases yet: how that is done. */
export function NoReleases({ project }: { readonly project: string }) {
  const { releases: words } = useWords();
  return (
    <>
      <Empty icon="pulse" title={words.none} hint={words.noneHint} />
      <div className="border-t border-line px-5 py-3">
        <HowToAnnounce project={project} />
      </div>
    </>
  );
}

/** The ways to announce a release, with the real address. */
export function HowToAnnounce({ project }: { readonly project: string }) {
  const { releases: words } = useWords();
  const endpoint = useEndpoint(project);
  return (
    <div className="space-y-3 py-2">
      <p className="max-w-3xl text-sm text-soft">{words.howText}</p>
      <Snippet title="curl" text={curlOf(endpoint, project)} />
      <Snippet title="sentry-cli" text={sentryCliOf(endpoint, project)} />
    </div>
  );
}

/** Where errors are sent to. Who may not set a project up is told the address that the pages have. */
function useEndpoint(project: string): string {
  const who = useWho();
  const { data } = useQuery({ ...setupQuery(project), enabled: who !== undefined && who.role !== "viewer" });
  return data?.endpoint ?? location.origin + (globalThis.faultlineBase ?? "");
}

function Snippet({ title, text }: { readonly title: string; readonly text: string }) {
  const { setup } = useWords();
  return (
    <div>
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-sm font-medium">{title}</h2>
        <CopyButton text={() => text} label={setup.copySnippet} />
      </div>
      <pre className="mt-1 rounded-lg bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {text}
      </pre>
    </div>
  );
}

const COMMIT = { id: "9fceb02", message: "Fixes SHOP-7K2D", author: "Ada" };
const EXAMPLE = { version: "1.4.0", commits: [COMMIT], deploy: { environment: "production" } };

const curlOf = (endpoint: string, project: string): string =>
  `curl ${endpoint}/v1/projects/${encodeURIComponent(project)}/releases \\
  -H "x-api-key: $FAULTLINE_TOKEN" -H 'content-type: application/json' \\
  -d '${JSON.stringify(EXAMPLE)}'`;

const sentryCliOf = (endpoint: string, project: string): string =>
  `export SENTRY_URL=${endpoint} SENTRY_AUTH_TOKEN=$FAULTLINE_TOKEN SENTRY_ORG=any SENTRY_PROJECT=${project}
sentry-cli releases new 1.4.0
sentry-cli releases set-commits 1.4.0 --local
sentry-cli releases finalize 1.4.0
sentry-cli deploys new --release 1.4.0 -e production`;
