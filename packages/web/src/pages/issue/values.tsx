import { Scroller } from "../../components/scroller.js";
import { Section } from "../../components/section.js";
import { jsonText } from "./json-text.js";

type Rows = readonly (readonly [name: string, value: unknown])[];

/** Names and values, whatever they are, as text. */
export function Values({ rows }: { readonly rows: Rows }) {
  return (
    <dl className="divide-y divide-line text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="grid gap-x-4 px-4 py-1.5 sm:grid-cols-[11rem_1fr]">
          <dt className="text-soft wrap-anywhere">{name}</dt>
          <dd className="min-w-0">
            <Value value={value} label={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The same in a section of its own; nothing when there is nothing. */
export function ValuesSection({
  title,
  values,
}: {
  readonly title: string;
  readonly values: object | undefined;
}) {
  const rows = present(Object.entries(values ?? {}));
  if (rows.length === 0) return null;
  return (
    <Section title={title}>
      <Values rows={rows} />
    </Section>
  );
}

export const present = (rows: Rows): Rows =>
  rows.filter(([, value]) => value !== undefined && value !== null && value !== "");

/** How deep objects are shown as rows; what lies deeper is JSON. */
const DEPTH_MAX = 3;

interface ValueProps {
  readonly value: unknown;
  readonly label: string;
  readonly depth?: number;
}

/** A text as it is, an object as rows, anything else as JSON. Never as markup, and never as a link: it came from anywhere. */
function Value({ value, label, depth = 0 }: ValueProps) {
  if (typeof value === "string") return <span className="whitespace-pre-wrap wrap-anywhere">{value}</span>;
  if (typeof value !== "object" || value === null)
    return <span className="font-mono text-xs">{String(value)}</span>;
  const rows = present(Object.entries(value));
  if (!Array.isArray(value) && rows.length > 0 && depth < DEPTH_MAX)
    return (
      <dl className="space-y-0.5">
        {rows.map(([name, inner]) => (
          <div key={name} className="flex flex-wrap gap-x-3">
            <dt className="w-32 text-soft wrap-anywhere">{name}</dt>
            <dd className="min-w-0 flex-1">
              <Value value={inner} label={name} depth={depth + 1} />
            </dd>
          </div>
        ))}
      </dl>
    );
  return <Json value={value} label={label} />;
}

function Json({ value, label }: { readonly value: object; readonly label: string }) {
  const text = jsonText(value);
  if (!text.includes("\n")) return <span className="font-mono text-xs wrap-anywhere">{text}</span>;
  return (
    <Scroller label={label} className="max-h-80 rounded-md bg-sunken p-2">
      <pre className="font-mono text-xs whitespace-pre-wrap wrap-anywhere">{text}</pre>
    </Scroller>
  );
}
