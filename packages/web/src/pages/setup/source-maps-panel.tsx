import type { Setup } from "../../api/setup.js";
import { CopyButton } from "../../parts/copy-button.js";
import { Section } from "../../parts/section.js";
import { useWords } from "../../words/words.js";

/** How a build's source maps come here. */
export function SourceMapsPanel({ setup }: { readonly setup: Setup }) {
  const { setup: words } = useWords();
  const base = setup.faultline.endpoint.replace(/\/v0$/, "");
  const path = `/v1/projects/${encodeURIComponent(setup.project)}/source-maps`;
  const command = `curl -T dist/app.js.map ${base}${path}/1.0.0/app.js -H 'x-api-key: <master key>'`;
  return (
    <Section title={words.sourceMaps} actions={<CopyButton text={() => command} label={words.copySnippet} />}>
      <div className="space-y-2 px-4 py-3">
        <p className="text-sm">{words.sourceMapsText}</p>
        <pre className="rounded-lg bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
          {command}
        </pre>
      </div>
    </Section>
  );
}
