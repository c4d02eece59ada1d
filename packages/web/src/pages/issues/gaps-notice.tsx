import type { Gap } from "../../api/types.js";
import { Icon } from "../../components/icon.js";
import { useWords } from "../../i18n/i18n.js";

/** Above what was found: what a search may have missed, as not everything is kept of every issue. */
export function GapsNotice({ gaps }: { readonly gaps: readonly Gap[] }) {
  const { issues: words } = useWords();
  const missed = [...new Set(gaps.map((gap) => gap.of))].map((of) => {
    const concerned = gaps.filter((gap) => gap.of === of);
    const count = new Set(concerned.flatMap(({ issues }) => issues)).size;
    return words.gap(of, concerned.some(({ hasMore }) => hasMore) ? `${count}+` : String(count));
  });
  return (
    <p
      role="note"
      className="mb-3 flex items-start gap-2 rounded-lg bg-warn-wash px-3 py-2 text-sm text-warn"
    >
      <Icon name="warn" className="mt-0.5 size-4" />
      <span className="wrap-anywhere">{words.gaps(missed.join(", "))}</span>
    </p>
  );
}
