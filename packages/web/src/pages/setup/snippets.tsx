import type { Setup } from "../../api/setup.js";
import { CopyButton } from "../../components/copy-button.js";
import { useWords } from "../../i18n/i18n.js";

/** What to tell the SDKs that have no guide of their own here, with the real address and a real key. */
export function Snippets({ setup }: { readonly setup: Setup }) {
  const { setup: words } = useWords();
  return (
    <details className="border-t border-line px-4 py-3">
      <summary className="cursor-pointer text-sm font-medium">{words.otherSdks}</summary>
      <dl className="mt-3 grid gap-3">
        {clientsOf(setup).map(({ name, title, snippet, note }) => (
          <div key={name}>
            <dt className="flex items-center justify-between gap-3 text-sm">
              {title}
              <CopyButton text={() => snippet} label={words.copySnippet} />
            </dt>
            <dd>
              <pre className="mt-1 rounded-lg bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
                {snippet}
              </pre>
              {note && <p className="mt-1 text-xs text-soft">{note}</p>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
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
