import { useWords } from "../../i18n/i18n.js";
import type { Span } from "../../settings/stored-settings.js";
import { ISSUE_COLUMNS } from "./issue-row.js";
import { SelectAll } from "./select-all.js";

interface ColumnsProps {
  readonly span: Span;
  readonly isAllSelected: boolean;
  readonly maySelect: boolean;
  readonly onSelectAll: () => void;
}

/** What the figures are, and a box for all rows; each row says it for itself where it is read aloud. */
export function Columns({ span, isAllSelected, maySelect, onSelectAll }: ColumnsProps) {
  const { issues: words } = useWords();
  const { issue, trend, events, users, seen } = words.columns;
  return (
    <div
      className={`grid items-center gap-x-4 border-b border-l-2 border-line border-l-transparent bg-sunken/50 px-3 py-2 text-xs font-medium text-soft sm:px-4 ${ISSUE_COLUMNS}`}
    >
      {maySelect ? <SelectAll isChecked={isAllSelected} onChange={onSelectAll} /> : <span />}
      <span aria-hidden="true">{issue}</span>
      <span className="hidden md:inline" aria-hidden="true">
        {trend(words.spans[span])}
      </span>
      {[events, users, seen].map((name) => (
        <span key={name} className="hidden text-right md:inline" aria-hidden="true">
          {name}
        </span>
      ))}
    </div>
  );
}
