import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { savedViewsQuery } from "../api/saved-views.js";
import { Dialog } from "../components/dialog.js";
import { Field, FormEnd } from "../components/form.js";
import { useWords } from "../i18n/i18n.js";
import { tell } from "../shell/toasts.js";

const NAME_CHARS_MAX = 60;

interface NameWindowProps {
  readonly title: string;
  readonly hint?: string;
  readonly before?: string;
  readonly onSave: (name: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks what a saved view is called. */
export function NameWindow({ title, hint = "", before = "", onSave, onClose }: NameWindowProps) {
  const { savedViews: words } = useWords();
  const client = useQueryClient();
  const [typed, setTyped] = useState(before);
  const name = typed.trim();
  const save = useMutation({
    mutationFn: () => onSave(name),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: savedViewsQuery.queryKey });
      tell({ kind: "good", text: words.saved(name) });
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <Field
          label={words.name}
          hint={hint}
          error={save.error?.message}
          maxLength={NAME_CHARS_MAX}
          value={typed}
          onChange={setTyped}
        />
        <FormEnd
          submit={words.submit}
          isDisabled={name === "" || name === before || save.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
