import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { changePassword } from "../../api/account.js";
import { SecretField } from "../../components/secret-field.js";
import { useWords } from "../../i18n/i18n.js";
import { useRefusal } from "../sign-in/refusal.js";

const PASSWORD_CHARS_MIN = 12;

/** Sets one's password, or another one. */
export function PasswordChange({ hasPassword }: { readonly hasPassword: boolean }) {
  const { access, signIn } = useWords();
  const words = access.people;
  const client = useQueryClient();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      setCurrent("");
      setPassword("");
      return client.invalidateQueries({ queryKey: ["account"] });
    },
  });
  const refusal = useRefusal(change.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(hasPassword ? { current, password } : { password });
  };
  const isReady = password.length >= PASSWORD_CHARS_MIN && (!hasPassword || current !== "");
  return (
    <form onSubmit={submit} className="space-y-3 border-t border-line px-4 py-3 lg:border-t-0">
      <p className="text-sm text-soft">{hasPassword ? words.hasPassword : words.noPassword}</p>
      {hasPassword && (
        <SecretField label={words.current} value={current} onChange={setCurrent} error={refusal} />
      )}
      <SecretField
        label={words.next}
        hint={signIn.passwordHint}
        value={password}
        onChange={setPassword}
        error={hasPassword ? undefined : refusal}
        autoComplete="new-password"
      />
      <button type="submit" className="button" disabled={!isReady || change.isPending}>
        {hasPassword ? words.changePassword : words.setPassword}
      </button>
      <p role="status" className="text-sm text-good empty:hidden">
        {change.isSuccess && words.passwordChanged}
      </p>
    </form>
  );
}
