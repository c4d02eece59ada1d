import { useWords } from "../../i18n/i18n.js";
import { useTitle } from "../../shell/title.js";
import { AuditPanel } from "./audit-panel.js";
import { SessionsPanel } from "./sessions-panel.js";
import { TokensPanel } from "./tokens-panel.js";

/** Who and what may come in here. */
export function AccessPage() {
  const { access: words } = useWords();
  useTitle(words.title);
  return (
    <div className="space-y-5">
      <h1 className="text-xl font-semibold tracking-tight">{words.title}</h1>
      <TokensPanel />
      <SessionsPanel />
      <AuditPanel />
    </div>
  );
}
