import { useWho, type Who } from "../../api/session.js";
import { AllAtOnce } from "../../components/all-at-once.js";
import { Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { useTitle } from "../../shell/title.js";
import { AccountPanel } from "./account-panel.js";
import { AuditPanel } from "./audit-panel.js";
import { PeoplePanel } from "./people-panel.js";
import { SessionsPanel } from "./sessions-panel.js";
import { TokensPanel } from "./tokens-panel.js";

/** Who and what may come in here. */
export function AccessPage() {
  const { access: words } = useWords();
  useTitle(words.title);
  const who = useWho();
  return (
    <div className="space-y-5">
      <h1 className="text-xl font-semibold tracking-tight">{words.title}</h1>
      {who ? <Panels who={who} /> : <Loading rows={6} />}
    </div>
  );
}

/** Who manages nothing has their own account and sessions here. */
function Panels({ who }: { readonly who: Who }) {
  const isOwner = who.role === "owner";
  return (
    <AllAtOnce rows={6}>
      {who.isPerson && <AccountPanel />}
      {isOwner && <PeoplePanel who={who} />}
      {isOwner && <TokensPanel />}
      <SessionsPanel />
      {isOwner && <AuditPanel />}
    </AllAtOnce>
  );
}
