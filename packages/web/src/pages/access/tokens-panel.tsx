import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { revokeToken, type Token, tokensQuery } from "../../api/tokens.js";
import { useNow } from "../../components/now.js";
import { Revocation } from "../../components/revocation.js";
import { Section } from "../../components/section.js";
import { Failed, Loading } from "../../components/states.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useByName } from "../../components/use-by-name.js";
import { useWords } from "../../i18n/i18n.js";
import { NewToken } from "./new-token.js";

/** Tokens: made and shown once, listed without themselves, revoked. */
export function TokensPanel() {
  const { access: words } = useWords();
  const { data: tokens, error, refetch } = useQuery(tokensQuery);
  const [revoking, setRevoking] = useState<Token>();
  return (
    <Section title={words.tokens} note={words.tokensNote}>
      <NewToken />
      {!tokens && (error ? <Failed error={error} onRetry={refetch} /> : <Loading rows={2} />)}
      {tokens && (
        <ul aria-label={words.tokens} className="divide-y divide-line border-t border-line text-sm">
          {tokens.length === 0 && <li className="px-4 py-3 text-soft">{words.noTokens}</li>}
          {tokens.map((token) => (
            <Row key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </ul>
      )}
      {revoking && <Revoke token={revoking} onClose={() => setRevoking(undefined)} />}
    </Section>
  );
}

function Row({ token, onRevoke }: { readonly token: Token; readonly onRevoke: () => void }) {
  const { access: words } = useWords();
  const byName = useByName();
  const { name, hint, scopes, project, createdAt, createdBy, usedAt } = token;
  const called = name || words.unnamed;
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <span className="min-w-0 flex-1 wrap-anywhere">
        {called} <span className="font-mono text-xs text-soft">…{hint}</span>
        <span className="block text-xs">
          {scopes.map((scope) => words.scopes[scope].name).join(words.comma)} ·{" "}
          {project ?? words.everyProject}
        </span>
        <span className="block text-xs text-soft">
          {words.createdBy(byName(createdBy))} <TimeAgo at={createdAt} /> ·{" "}
          {usedAt ? (
            <>
              {words.used} <TimeAgo at={usedAt} />
            </>
          ) : (
            words.neverUsed
          )}{" "}
          · <Expiry token={token} />
        </span>
      </span>
      <button
        type="button"
        className="button button-quiet text-bad"
        aria-label={words.revokeTitle(called)}
        onClick={onRevoke}
      >
        {words.revoke}
      </button>
    </li>
  );
}

function Expiry({ token: { expiresAt } }: { readonly token: Token }) {
  const { access: words } = useWords();
  const now = useNow();
  if (!expiresAt) return words.doesNotExpire;
  if (Date.parse(expiresAt) <= now) return <span className="text-bad">{words.expired}</span>;
  return (
    <>
      {words.expires} <TimeAgo at={expiresAt} isAhead />
    </>
  );
}

function Revoke({ token, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const { access: words } = useWords();
  return (
    <Revocation
      title={words.revokeTitle(token.name || token.hint)}
      text={words.revokeText}
      word={words.revokeWord}
      submit={words.revoke}
      revoke={() => revokeToken(token.id)}
      changes={["tokens"]}
      onClose={onClose}
    />
  );
}
