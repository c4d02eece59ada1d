import { useId, useState } from "react";
import type { Setup } from "../../api/setup.js";
import { CopyButton } from "../../components/copy-button.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";

/** Lines to copy for every SDK, with the real address and a real key. */
export function Snippets({ setup }: { readonly setup: Setup }) {
  const { setup: words } = useWords();
  const id = useId();
  const clients = clientsOf(setup);
  const [chosen, choose] = useState(clients[0]?.name);
  const { snippet = "", note } = clients.find(({ name }) => name === chosen) ?? {};
  return (
    <Section
      title={words.snippets}
      note={words.snippetsNote}
      actions={<CopyButton text={() => snippet} label={words.copySnippet} />}
    >
      <div className="flex flex-wrap gap-1 px-3 pt-3" role="tablist" aria-label={words.snippets}>
        {clients.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === chosen}
            aria-controls={`${id}-snippet`}
            onClick={() => choose(name)}
            className="min-h-8 rounded-md px-2.5 text-sm font-medium text-soft hover:bg-hover hover:text-ink aria-selected:bg-sunken aria-selected:text-ink"
          >
            {title}
          </button>
        ))}
      </div>
      <div id={`${id}-snippet`} role="tabpanel" aria-labelledby={`${id}-${chosen}`} className="space-y-2 p-3">
        <pre className="rounded-lg bg-sunken p-3 font-mono text-[0.8125rem] whitespace-pre-wrap wrap-anywhere">
          {snippet}
        </pre>
        {note && <p className="text-xs text-soft">{note}</p>}
      </div>
    </Section>
  );
}

/** Each client as the wires tell it, in their order. */
const clientsOf = (setup: Setup) =>
  Object.entries(setup).flatMap(([name, told]) => (isClient(told) ? [{ name, ...told }] : []));

interface Client {
  readonly title: string;
  readonly snippet: string;
  readonly note?: string;
}

const isClient = (told: unknown): told is Client =>
  typeof told === "object" && told !== null && "snippet" in told && "title" in told;
