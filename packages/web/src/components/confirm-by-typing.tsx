import { type FormEvent, useState } from "react";
import { useWords } from "../i18n/i18n.js";
import { Dialog } from "./dialog.js";
import { Field, FormEnd } from "./form.js";

interface ConfirmByTypingProps {
  readonly title: string;
  readonly text: string;
  /** What has to be typed. */
  readonly word: string;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly error?: string | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before what cannot be undone: the button works once the word is typed. */
export function ConfirmByTyping(props: ConfirmByTypingProps) {
  const { title, text, word, submit, isBusy, error, onConfirm, onClose } = props;
  const { parts } = useWords();
  const [typed, setTyped] = useState("");
  const isReady = typed.trim() === word && !isBusy;
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) onConfirm();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={confirm} className="space-y-4">
        <p className="text-soft">{text}</p>
        <Field
          label={parts.typeToConfirm(word)}
          className="font-mono"
          value={typed}
          onChange={setTyped}
          error={error}
        />
        <FormEnd submit={submit} isDisabled={!isReady} isDanger onCancel={onClose} />
      </form>
    </Dialog>
  );
}
