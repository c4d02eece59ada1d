import { useEffect, useRef } from "react";
import { fullCount } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";

interface ListEndProps {
  readonly count: number;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

/** Below the last row: how many there are, and a way to more, taken by itself when it comes into sight. */
export function ListEnd({ count, hasMore, isLoading, onMore }: ListEndProps) {
  const { issues: words } = useWords();
  const { language } = useSettings();
  const button = useInSight(onMore, hasMore && !isLoading);
  return (
    <div className="flex items-center justify-center gap-4 border-t border-line px-4 py-3 text-sm text-soft">
      <span role="status">{words.shown(fullCount(count, language))}</span>
      {hasMore ? (
        <button ref={button} type="button" className="button" onClick={onMore} disabled={isLoading}>
          {isLoading ? words.loadingMore : words.more}
        </button>
      ) : (
        <span>{words.end}</span>
      )}
    </div>
  );
}

function useInSight(onMore: () => void, isWanted: boolean) {
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!element.current || !isWanted) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) onMore();
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [onMore, isWanted]);
  return element;
}
