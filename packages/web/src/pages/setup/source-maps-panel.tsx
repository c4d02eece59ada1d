import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useMay } from "../../api/session.js";
import { type Setup, type SourceMap, sourceMapsQuery } from "../../api/setup.js";
import { createToken } from "../../api/tokens.js";
import { CopyButton } from "../../components/copy-button.js";
import { MoreItem } from "../../components/more-item.js";
import { Section } from "../../components/section.js";
import { Failed, Loading } from "../../components/states.js";
import { TimeAgo } from "../../components/time-ago.js";
import { fileSize } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { Made } from "../access/new-token.js";

/** How a build's source maps come here, and which have come. */
export function SourceMapsPanel({ setup }: { readonly setup: Setup }) {
  const { setup: words } = useWords();
  const { manage } = useMay();
  const creation = useMutation({
    mutationFn: () => createToken({ name: words.mapsToken, scopes: ["source-maps"], project: setup.project }),
  });
  const token = creation.data?.token ?? "<token>";
  const path = `/v1/projects/${encodeURIComponent(setup.project)}/source-maps`;
  const command = `curl -T dist/app.js.map ${setup.endpoint}${path}/1.0.0/app.js -H 'x-api-key: ${token}'`;
  return (
    <Section title={words.sourceMaps} actions={<CopyButton text={() => command} label={words.copySnippet} />}>
      <div className="space-y-2 px-4 py-3">
        <p className="text-sm">{words.sourceMapsText}</p>
        <pre className="rounded-lg bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
          {command}
        </pre>
        <div role="status">
          {creation.data ? (
            <Made token={creation.data.token} />
          ) : (
            manage && (
              <button
                type="button"
                className="button"
                disabled={creation.isPending}
                onClick={() => creation.mutate()}
              >
                {words.makeMapsToken}
              </button>
            )
          )}
          {creation.error && <p className="text-sm text-bad">{creation.error.message}</p>}
        </div>
      </div>
      <Uploaded project={setup.project} />
    </Section>
  );
}

function Uploaded({ project }: { readonly project: string }) {
  const { setup: words } = useWords();
  const list = useInfiniteQuery(sourceMapsQuery(project));
  const { data, error, refetch } = list;
  if (error && !data) return <Failed error={error} onRetry={refetch} />;
  if (!data) return <Loading rows={2} />;
  const maps = data.pages.flatMap(({ sourceMaps }) => sourceMaps);
  return (
    <ul aria-label={words.sourceMaps} className="divide-y divide-line border-t border-line text-sm">
      {maps.length === 0 && <li className="px-4 py-3 text-soft">{words.noSourceMaps}</li>}
      {maps.map((map) => (
        <Row key={[map.debugId, map.file, map.release].join(" ")} map={map} />
      ))}
      <MoreItem {...list} />
    </ul>
  );
}

function Row({ map: { file, release, debugId, bytes, region, uploadedAt } }: { readonly map: SourceMap }) {
  const { setup: words } = useWords();
  const { language } = useSettings();
  return (
    <li className="flex items-baseline gap-3 px-4 py-2">
      <span className="min-w-0 flex-1 wrap-anywhere">
        {file ?? debugId}
        <span className="block text-xs text-soft">
          {release && `${release} · `}
          {file && debugId && (
            <>
              <span className="font-mono">{debugId}</span> ·{" "}
            </>
          )}
          {words.uploadedTo(region)} <TimeAgo at={uploadedAt} />
        </span>
      </span>
      {bytes !== undefined && (
        <span className="whitespace-nowrap text-soft tabular-nums">{fileSize(bytes, language)}</span>
      )}
    </li>
  );
}
