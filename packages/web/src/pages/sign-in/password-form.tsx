import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { hasPasskeys } from "../../api/passkeys.js";
import { signInByPassword } from "../../api/session.js";
import { Field } from "../../components/form.js";
import { SecretField } from "../../components/secret-field.js";
import { useWords } from "../../i18n/i18n.js";
import { useRefusal } from "./refusal.js";

/** Signs in by e-mail address and password. */
export function PasswordForm({ onEntered }: { readonly onEntered: () => Promise<void> }) {
  const { signIn: words } = useWords();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const enter = useMutation({ mutationFn: signInByPassword, onSuccess: onEntered });
  const refusal = useRefusal(enter.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate({ email: email.trim(), password });
  };
  const isReady = email.trim() !== "" && password !== "";
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <Field
        label={words.email}
        type="email"
        value={email}
        onChange={setEmail}
        autoComplete="username webauthn"
      />
      <SecretField label={words.password} value={password} onChange={setPassword} error={refusal} />
      <button
        type="submit"
        className={`button min-h-10 w-full ${hasPasskeys() ? "" : "button-main"}`}
        disabled={!isReady || enter.isPending}
      >
        {enter.isPending ? words.busy : words.submit}
      </button>
    </form>
  );
}
