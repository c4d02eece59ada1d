import { ago, exactTime } from "../format/time.js";
import { useWords } from "../i18n/i18n.js";
import { useSettings } from "../settings/settings.js";
import { useNow } from "./now.js";

interface TimeAgoProps {
  readonly at: string;
  readonly className?: string;
  /** It lies in the future. */
  readonly isAhead?: boolean;
}

/** How long ago, kept up to date; the exact time on hover and for machines. */
export function TimeAgo({ at, className, isAhead = false }: TimeAgoProps) {
  const { language } = useSettings();
  const { parts } = useWords();
  const now = useNow();
  const time = Date.parse(at);
  return (
    <time
      dateTime={at}
      className={className}
      // Only now: what the browser needs for the first exact time takes it as long as a whole list.
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = exactTime(time, language);
      }}
    >
      {ago(time, isAhead ? now : Math.max(now, time), language) ??
        (isAhead && time > now ? parts.soon : parts.justNow)}
    </time>
  );
}
