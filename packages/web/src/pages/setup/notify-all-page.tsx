import { useWords } from "../../i18n/i18n.js";
import { useTitle } from "../../shell/title.js";
import { DestinationsPanel } from "./notifications/notifications-panel.js";

/** Who is notified of every project that has no destination of its own. */
export function NotifyAllPage() {
  const { setup: words } = useWords();
  useTitle(words.notifyAll);
  return (
    <div className="space-y-5">
      <h1 className="text-xl font-semibold tracking-tight">{words.notifyAll}</h1>
      <DestinationsPanel project={undefined} title={words.notifications} note={words.notifyAllNote} />
    </div>
  );
}
