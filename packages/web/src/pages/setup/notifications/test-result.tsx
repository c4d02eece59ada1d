import type { Tested } from "../../../api/setup.js";
import { Icon } from "../../../components/icon.js";
import { useWords } from "../../../i18n/i18n.js";

/** What a destination did with a test. */
export function TestResult({ tested: { destination, outcome, reason } }: { readonly tested: Tested }) {
  const { setup: words } = useWords();
  const isSent = outcome === "sent";
  return (
    <p className={`flex items-start gap-1.5 text-sm ${isSent ? "text-good" : "text-bad"}`}>
      <Icon name={isSent ? "check" : "warn"} className="mt-0.5 size-4" />
      <span className="min-w-0 wrap-anywhere">
        {isSent ? words.tested.sent(destination) : words.tested.failed(destination, reason ?? "")}
      </span>
    </p>
  );
}
