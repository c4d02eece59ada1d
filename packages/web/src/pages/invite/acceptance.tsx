import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type Accepted, acceptByPasskey, acceptByPassword, type ShownInvite } from "../../api/invite.js";
import { hasPasskeys } from "../../api/passkeys.js";
import { Field } from "../../components/form.js";
import { SecretField } from "../../components/secret-field.js";
import { useByName } from "../../components/use-by-name.js";
import { useWords } from "../../i18n/i18n.js";
import { useRefusal } from "../sign-in/refusal.js";

interface AcceptanceProps {
  readonly token: string;
  readonly invite: ShownInvite;
  readonly onEntered: () => Promise<void>;
}

const PASSWORD_CHARS_MIN = 12;

/** Asks for a name, and a passkey or a password. */
export function Acceptance({ token, invite, onEntered }: AcceptanceProps) {
  const { signIn: words } = useWords();
  const [isByPassword, setByPassword] = useState(!hasPasskeys());
  const [typed, setTyped] = useState({ name: invite.name ?? "", email: invite.email ?? "", password: "" });
  // Given what was typed when it is asked: what it closes over may be older by a frame.
  const accept = useMutation({ mutationFn: accepted, onSuccess: onEntered });
  const refusal = useRefusal(accept.error);
  const { name, email, password } = typed;
  const isEnough = !isByPassword || (email.trim() !== "" && password.length >= PASSWORD_CHARS_MIN);
  const isReady = name.trim() !== "" && isEnough && !accept.isPending;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const given = { token, name: name.trim(), email: email.trim() };
    if (isReady) accept.mutate(isByPassword ? { ...given, password } : given);
  };
  return (
    <form onSubmit={submit} noValidate className="space-y-4 p-5">
      <Invitation invite={invite} />
      <Fields typed={typed} isByPassword={isByPassword} onType={setTyped} />
      <p role="alert" className="text-sm text-bad empty:hidden">
        {refusal}
      </p>
      <button type="submit" className="button button-main min-h-10 w-full" disabled={!isReady}>
        {isByPassword ? words.acceptByPassword : words.acceptByPasskey}
      </button>
      {!isByPassword && (
        <button type="button" className="button button-quiet w-full" onClick={() => setByPassword(true)}>
          {words.usePassword}
        </button>
      )}
    </form>
  );
}

interface Typed {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

interface FieldsProps {
  readonly typed: Typed;
  readonly isByPassword: boolean;
  readonly onType: (typed: Typed) => void;
}

function Fields({ typed, isByPassword, onType }: FieldsProps) {
  const { signIn: words } = useWords();
  return (
    <>
      <Field
        label={words.name}
        hint={words.nameHint}
        value={typed.name}
        onChange={(name) => onType({ ...typed, name })}
        maxLength={100}
        autoComplete="name"
        autoFocus
      />
      {isByPassword && (
        <>
          <Field
            label={words.email}
            type="email"
            value={typed.email}
            onChange={(email) => onType({ ...typed, email })}
            autoComplete="username"
          />
          <SecretField
            label={words.password}
            hint={words.passwordHint}
            value={typed.password}
            onChange={(password) => onType({ ...typed, password })}
            autoComplete="new-password"
          />
        </>
      )}
    </>
  );
}

/** By a password where there is one, else by a passkey. */
const accepted = ({ password, ...given }: Accepted & { readonly password?: string }): Promise<unknown> =>
  password === undefined ? acceptByPasskey(given) : acceptByPassword({ ...given, password });

function Invitation({ invite: { role, projects, invitedBy } }: { readonly invite: ShownInvite }) {
  const { signIn: words, access } = useWords();
  const byName = useByName();
  return (
    <div>
      <h2 className="font-semibold">{words.invited}</h2>
      <p className="text-sm text-soft wrap-anywhere">
        {access.people.roles[role]} · {projects?.join(access.comma) ?? access.people.all} ·{" "}
        {words.invitedBy(byName(invitedBy))}
      </p>
    </div>
  );
}
