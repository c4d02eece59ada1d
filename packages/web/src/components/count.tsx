import { fullCount, shortCount } from "../format/number.js";
import { useSettings } from "../settings/settings.js";

interface CountProps {
  readonly value: number;
  /** There are at least so many. */
  readonly isCapped?: boolean;
  readonly className?: string;
}

/** A count, short; in full on hover. */
export function Count({ value, isCapped = false, className = "" }: CountProps) {
  const { language } = useSettings();
  const more = isCapped ? "+" : "";
  return (
    <span className={`tabular-nums ${className}`} title={fullCount(value, language) + more}>
      {shortCount(value, language) + more}
    </span>
  );
}
