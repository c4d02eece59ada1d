import { useWords } from "../../i18n/i18n.js";
import { SelectAll } from "./select-all.js";
import type { Action } from "./triage-actions.js";

interface BulkBarProps {
  readonly count: number;
  readonly isAllSelected: boolean;
  readonly isBusy: boolean;
  readonly actions: readonly Action[];
  readonly onSelectAll: () => void;
}

/** What can be done with the selected issues; it stays in sight while the list is scrolled. */
export function BulkBar({ count, isAllSelected, isBusy, actions, onSelectAll }: BulkBarProps) {
  const { issues: words } = useWords();
  return (
    <div
      role="toolbar"
      aria-label={words.selected(count)}
      className="flex flex-wrap items-center gap-x-2 gap-y-1.5 rounded-t-xl border-b border-l-2 border-line border-l-transparent bg-accent-wash px-3 py-1 sm:px-4"
    >
      <SelectAll isChecked={isAllSelected} isPartly={!isAllSelected} onChange={onSelectAll} />
      <span className="mx-2 text-sm font-medium tabular-nums">{words.selected(count)}</span>
      {actions.map(({ id, text, keys, isDanger, run }) => (
        <button
          key={id}
          type="button"
          className={`button min-h-7 ${isDanger ? "text-bad" : ""}`}
          disabled={isBusy}
          onClick={run}
          aria-keyshortcuts={keys?.[0]}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
