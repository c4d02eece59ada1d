import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { changeOwnName } from "../../api/account.js";
import { Field } from "../../components/form.js";
import { useWords } from "../../i18n/i18n.js";

/** Changes what one is called oneself. */
export function NameChange({ name }: { readonly name: string }) {
  const { access } = useWords();
  const words = access.people;
  const client = useQueryClient();
  const [written, setWritten] = useState(name);
  const change = useMutation({
    mutationFn: changeOwnName,
    onSuccess: () =>
      Promise.all(
        ["account", "people", "session"].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  });
  const isOther = written.trim() !== "" && written.trim() !== name;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isOther) change.mutate(written.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-3 border-b border-line px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <Field
          label={words.ownName}
          hint={words.ownNameHint}
          value={written}
          onChange={setWritten}
          error={change.error?.message}
          maxLength={100}
        />
      </div>
      <button type="submit" className="button sm:mt-7" disabled={!isOther || change.isPending}>
        {words.changeName}
      </button>
    </form>
  );
}
