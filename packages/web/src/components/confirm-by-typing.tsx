import { type FormEvent, type ReactNode, useState } from "react";
import { useWords } from "../i18n/i18n.js";
import { Dialog } from "./dialog.js";
import { Field, FormEnd } from "./form.js";

interface ConfirmByTypingProps {
  readonly title: string;
  readonly text: string;
  /** What has to be typed; where little is lost, nothing has to. */
  readonly word?: string | undefined;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly error?: string | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What else is asked. */
  readonly children?: ReactNode;
}

/** Asks before what cannot be undone: where there is a word, the button works once it is typed. */
export function ConfirmByTyping(props: ConfirmByTypingProps) {
  const { title, text, word, submit, isBusy, error, onConfirm, onClose, children } = props;
  const { parts } = useWords();
  const [typed, setTyped] = useState("");
  const isReady = (word === undefined || typed.trim() === word) && !isBusy;
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) onConfirm();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={confirm} className="space-y-4">
        <p className="text-soft">{text}</p>
        {children}
        {word !== undefined && (
          <Field label={parts.typeToConfirm(word)} className="font-mono" value={typed} onChange={setTyped} />
        )}
        {error !== undefined && (
          <p role="alert" className="text-sm text-bad wrap-anywhere">
            {error}
          </p>
        )}
        <FormEnd submit={submit} isDisabled={!isReady} isDanger onCancel={onClose} />
      </form>
    </Dialog>
  );
}
