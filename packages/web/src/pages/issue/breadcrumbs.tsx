import { useState } from "react";
import type { Occurrence } from "../../api/types.js";
import { Section } from "../../components/section.js";
import { timeOfDay } from "../../format/time.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { Value } from "./values.js";

const SHOWN = 15;

interface Crumb {
  readonly timestamp?: string;
  readonly category?: string;
  readonly type?: string;
  readonly level?: string;
  readonly message?: string;
  readonly data?: unknown;
}

/** What led to the error, the latest last. */
export function Breadcrumbs({ occurrence }: { readonly occurrence: Occurrence }) {
  const { issue: words } = useWords();
  const [isAllShown, setAllShown] = useState(false);
  const crumbs: readonly Crumb[] = (occurrence.breadcrumbs ?? []).map(crumbOf);
  if (crumbs.length === 0) return null;
  const hidden = isAllShown ? 0 : Math.max(0, crumbs.length - SHOWN);
  return (
    <Section title={words.breadcrumbs} note={String(crumbs.length)}>
      {hidden > 0 && (
        <button
          type="button"
          className="w-full bg-sunken px-4 py-1.5 text-left text-xs text-soft hover:text-ink"
          onClick={() => setAllShown(true)}
        >
          {words.earlierCrumbs(hidden)}
        </button>
      )}
      <ol className="divide-y divide-line text-sm">
        {crumbs.slice(hidden).map((crumb, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what led there never changes its order
          <Row key={place} crumb={crumb} />
        ))}
      </ol>
    </Section>
  );
}

function Row({ crumb: { timestamp, category, type, level, message, data } }: { readonly crumb: Crumb }) {
  const { language } = useSettings();
  const isBad = level === "error" || level === "fatal";
  const time = timestamp && timeOfDay(Date.parse(timestamp), language);
  return (
    <li className="grid gap-x-4 gap-y-0.5 px-4 py-1.5 sm:grid-cols-[5.5rem_9rem_1fr]">
      <span className="text-xs text-soft tabular-nums sm:leading-5">{time}</span>
      <span
        className={`text-xs wrap-anywhere sm:leading-5 ${isBad ? "font-semibold text-bad" : "text-soft"}`}
      >
        {[category ?? type, level].filter(Boolean).join(" · ")}
      </span>
      <div className="min-w-0 space-y-1">
        {message && <p className="whitespace-pre-wrap wrap-anywhere">{message}</p>}
        {data !== undefined && data !== null && <Value value={data} label={category ?? type ?? ""} />}
      </div>
    </li>
  );
}

/** The API gives them as they came, so each part is looked at before it is shown. */
function crumbOf(crumb: unknown): Crumb {
  if (typeof crumb !== "object" || crumb === null) return { message: String(crumb) };
  const text = (name: string): Record<string, string> => {
    const value = Object.entries(crumb).find(([key]) => key === name)?.[1];
    return typeof value === "string" ? { [name]: value } : {};
  };
  const data = "data" in crumb ? { data: crumb.data } : {};
  return {
    ...text("timestamp"),
    ...text("category"),
    ...text("type"),
    ...text("level"),
    ...text("message"),
    ...data,
  };
}
