import { useId, useState } from "react";
import type { Setup } from "../../api/setup.js";
import { CopyButton } from "../../components/copy-button.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";

const SDKS = [
  "faultline",
  "sentry",
  "airbrake",
  "rollbar",
  "bugsnag",
  "honeybadger",
  "raygun",
  "otlp",
  "csp",
] as const;
type Sdk = (typeof SDKS)[number];

/** Lines to copy for every SDK, with the real address and a real key. */
export function Snippets({ setup }: { readonly setup: Setup }) {
  const { setup: words } = useWords();
  const id = useId();
  const [sdk, setSdk] = useState<Sdk>("faultline");
  const { snippet } = setup[sdk];
  const note = sdk === "honeybadger" ? setup.honeybadger.note : undefined;
  return (
    <Section
      title={words.snippets}
      note={words.snippetsNote}
      actions={<CopyButton text={() => snippet} label={words.copySnippet} />}
    >
      <div className="flex flex-wrap gap-1 px-3 pt-3" role="tablist" aria-label={words.snippets}>
        {SDKS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === sdk}
            aria-controls={`${id}-snippet`}
            onClick={() => setSdk(name)}
            className="min-h-8 rounded-md px-2.5 text-sm font-medium text-soft hover:bg-hover hover:text-ink aria-selected:bg-sunken aria-selected:text-ink"
          >
            {words.sdks[name]}
          </button>
        ))}
      </div>
      <div id={`${id}-snippet`} role="tabpanel" aria-labelledby={`${id}-${sdk}`} className="space-y-2 p-3">
        <pre className="rounded-lg bg-sunken p-3 font-mono text-[0.8125rem] whitespace-pre-wrap wrap-anywhere">
          {snippet}
        </pre>
        {note && <p className="text-xs text-soft">{note}</p>}
      </div>
    </Section>
  );
}
