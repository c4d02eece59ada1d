import { useState } from "react";
import type { Occurrence } from "../../api/types.js";
import { Disclosure } from "../../components/disclosure.js";
import { Section } from "../../components/section.js";
import { timeOfDay } from "../../format/time.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { type Crumb, crumbOf } from "./crumb.js";
import { Values } from "./values.js";

const SHOWN = 15;

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
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change their order
          <Row key={place} crumb={crumb} />
        ))}
      </ol>
    </Section>
  );
}

/** One line; what it cannot say is under it, on demand. */
function Row({ crumb }: { readonly crumb: Crumb }) {
  const { language } = useSettings();
  const { at, kind, level, text, isBad, rest } = crumb;
  const more = Object.entries(rest);
  const line = (
    <span className="grid min-w-0 flex-1 gap-x-4 sm:grid-cols-[5.5rem_9rem_minmax(0,1fr)]">
      <span className="text-xs leading-5 text-soft tabular-nums">
        {at !== undefined && timeOfDay(at, language)}
      </span>
      <span className={`text-xs leading-5 wrap-anywhere ${isBad ? "font-semibold text-bad" : "text-soft"}`}>
        {[kind, level].filter(Boolean).join(" · ")}
      </span>
      <span className={`line-clamp-3 min-w-0 wrap-anywhere ${isBad ? "text-bad" : ""}`} title={text}>
        {text || more.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")}
      </span>
    </span>
  );
  if (more.length === 0) return <li className="flex py-1.5 pr-4 pl-9">{line}</li>;
  return (
    <li>
      <Disclosure line={line} className="py-1.5">
        <div className="bg-sunken">
          <Values rows={more} />
        </div>
      </Disclosure>
    </li>
  );
}
