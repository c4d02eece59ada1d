import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { accountQuery, addPasskey, type Passkey, removePasskey } from "../../api/account.js";
import { hasPasskeys } from "../../api/passkeys.js";
import { Field } from "../../components/form.js";
import { Section } from "../../components/section.js";
import { Failed, Loading } from "../../components/states.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";
import { useRefusal } from "../sign-in/refusal.js";
import { NameChange } from "./name-change.js";
import { PasswordChange } from "./password-change.js";

/** What one is called, and how one signs in oneself: passkeys, a password. */
export function AccountPanel() {
  const { access } = useWords();
  const words = access.people;
  const { data: account, error, refetch } = useQuery(accountQuery);
  return (
    <Section title={words.account} note={account && words.accountNote(account.name)}>
      {!account && (error ? <Failed error={error} onRetry={refetch} /> : <Loading rows={2} />)}
      {account && (
        <>
          <NameChange name={account.name} />
          <div className="grid lg:grid-cols-2 lg:divide-x lg:divide-line">
            <Passkeys passkeys={account.passkeys} />
            <PasswordChange hasPassword={account.hasPassword} />
          </div>
        </>
      )}
    </Section>
  );
}

function Passkeys({ passkeys }: { readonly passkeys: readonly Passkey[] }) {
  const { access, signIn } = useWords();
  const words = access.people;
  return (
    <div className="min-w-0">
      <ul aria-label={words.passkeys} className="divide-y divide-line border-b border-line text-sm">
        {passkeys.length === 0 && <li className="px-4 py-3 text-soft">{words.noPasskeys}</li>}
        {passkeys.map((passkey) => (
          <Row key={passkey.id} passkey={passkey} />
        ))}
      </ul>
      {hasPasskeys() ? <Add /> : <p className="px-4 py-3 text-xs text-soft">{signIn.noPasskeys}</p>}
    </div>
  );
}

function Row({ passkey: { id, name, createdAt, usedAt } }: { readonly passkey: Passkey }) {
  const { access } = useWords();
  const words = access.people;
  const called = name || access.unnamed;
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: () => removePasskey(id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["account"] }),
  });
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <span className="min-w-0 flex-1 wrap-anywhere">
        {called}
        <span className="block text-xs text-soft">
          {words.added} <TimeAgo at={createdAt} /> ·{" "}
          {usedAt ? (
            <>
              {access.used} <TimeAgo at={usedAt} />
            </>
          ) : (
            access.neverUsed
          )}
        </span>
        <Refusal error={removal.error} />
      </span>
      <button
        type="button"
        className="button button-quiet text-bad"
        aria-label={words.removePasskeyTitle(called)}
        disabled={removal.isPending}
        onClick={() => removal.mutate()}
      >
        {words.removePasskey}
      </button>
    </li>
  );
}

const Refusal = ({ error }: { readonly error: Error | null }) =>
  error && (
    <span role="alert" className="block text-xs text-bad">
      {error.message}
    </span>
  );

function Add() {
  const { access } = useWords();
  const words = access.people;
  const client = useQueryClient();
  const [name, setName] = useState("");
  const adding = useMutation({
    mutationFn: addPasskey,
    onSuccess: () => {
      setName("");
      return client.invalidateQueries({ queryKey: ["account"] });
    },
  });
  const refusal = useRefusal(adding.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    adding.mutate(name.trim());
  };
  return (
    <form onSubmit={submit} className="space-y-3 px-4 py-3">
      <Field
        label={words.passkeyName}
        hint={words.passkeyHint}
        value={name}
        onChange={setName}
        error={refusal}
        maxLength={100}
      />
      <button type="submit" className="button" disabled={adding.isPending}>
        {words.addPasskey}
      </button>
    </form>
  );
}
