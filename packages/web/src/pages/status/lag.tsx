import { duration } from "../../format/time.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";

/** Much longer than a region needs in good times. */
const LONG_MILLISECONDS = 10_000;

/** How far behind something is; loud when that is long. */
export function Lag({ milliseconds }: { readonly milliseconds: number | undefined }) {
  const { status: words } = useWords();
  const { language } = useSettings();
  if (milliseconds === undefined) return <span className="text-soft">{words.unknown}</span>;
  if (milliseconds === 0) return <span>{words.none}</span>;
  const isLong = milliseconds >= LONG_MILLISECONDS;
  return <span className={isLong ? "font-semibold text-warn" : ""}>{duration(milliseconds, language)}</span>;
}
