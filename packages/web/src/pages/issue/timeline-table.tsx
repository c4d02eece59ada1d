import { useState } from "react";
import type { Timeline } from "../../api/issue-types.js";
import { Scroller } from "../../components/scroller.js";
import { exactTime } from "../../format/time.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import type { Mark } from "./release-marks.js";

const ROWS_MAX = 100;

interface TimelineTableProps {
  readonly timeline: Timeline | undefined;
  readonly regions: readonly string[];
  readonly marks: readonly Mark[];
}

/** What the chart says, for whoever cannot see it or wants it exactly: the latest bars that are not zero, and the releases. */
export function TimelineTable({ timeline, regions, marks }: TimelineTableProps) {
  const { issue: words } = useWords();
  const { language } = useSettings();
  const [isOpen, setOpen] = useState(false);
  const rows = timeline?.points.filter(({ count }) => count > 0).slice(-ROWS_MAX) ?? [];
  return (
    <details className="mt-1 px-1 text-xs" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="w-fit cursor-pointer text-soft hover:text-ink">{words.asTable}</summary>
      <Scroller label={words.asTable} className="mt-2 max-h-64">
        <table className="w-full text-left tabular-nums">
          <thead className="text-soft">
            <tr>
              <th className="py-1 pr-4 font-medium">{words.time}</th>
              <th className="py-1 pr-4 text-right font-medium">{words.events}</th>
              {regions.map((region) => (
                <th key={region} className="py-1 pr-4 text-right font-medium">
                  {region}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(isOpen ? rows.toReversed() : []).map(({ at, count, regions: own }) => (
              <tr key={at} className="border-t border-line">
                <td className="py-1 pr-4">{exactTime(Date.parse(at), language)}</td>
                <td className="py-1 pr-4 text-right">{count}</td>
                {regions.map((region) => (
                  <td key={region} className="py-1 pr-4 text-right">
                    {own[region] ?? 0}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {marks.length > 0 && (
        <p className="mt-2 text-soft wrap-anywhere">
          {words.releasesBegan}:{" "}
          {marks.map(({ at, label }) => `${label} (${exactTime(at * 1000, language)})`).join(", ")}
        </p>
      )}
    </details>
  );
}
