import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { signIn } from "../../api/session.js";
import { SecretField } from "../../components/secret-field.js";
import { useWords } from "../../i18n/i18n.js";
import { useRefusal } from "./refusal.js";

interface KeyFormProps {
  readonly onEntered: () => Promise<void>;
  /** It is not the way in, and stands within something. */
  readonly isFolded?: boolean;
}

/** Signs in by the master key. */
export function KeyForm({ onEntered, isFolded = false }: KeyFormProps) {
  const { signIn: words } = useWords();
  const [key, setKey] = useState("");
  const [isMissing, setMissing] = useState(false);
  // Given what was typed when it is asked: what it closes over may be older by a frame.
  const enter = useMutation({ mutationFn: signIn, onSuccess: onEntered });
  const refusal = useRefusal(enter.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(key.trim() === "");
    if (key.trim() !== "") enter.mutate(key.trim());
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      className={isFolded ? "space-y-4 px-5 pt-1 pb-5" : "panel space-y-4 p-5"}
    >
      <SecretField
        label={words.key}
        hint={words.hint}
        value={key}
        onChange={setKey}
        error={isMissing ? words.missing : refusal}
        autoFocus={!isFolded}
      />
      <button
        type="submit"
        className={`button min-h-10 w-full ${isFolded ? "" : "button-main"}`}
        disabled={enter.isPending}
      >
        {enter.isPending ? words.busy : words.submit}
      </button>
    </form>
  );
}
