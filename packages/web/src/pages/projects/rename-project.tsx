import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { renameProject } from "../../api/projects.js";
import type { Project } from "../../api/types.js";
import { Dialog } from "../../components/dialog.js";
import { Field, FormEnd } from "../../components/form.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";

interface RenameProjectProps {
  readonly project: Project;
  readonly onClose: () => void;
}

/** Changes what a project is called on the pages; its name, which clients send, stays. */
export function RenameProject({ project: { name, displayName = "" }, onClose }: RenameProjectProps) {
  const { projects: words } = useWords();
  const client = useQueryClient();
  const [typed, setTyped] = useState(displayName);
  const rename = useMutation({
    mutationFn: (text: string) => renameProject(name, text),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["projects"] });
      tell({ kind: "good", text: words.renamed });
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate(typed.trim());
  };
  return (
    <Dialog title={words.renameTitle(name)} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <Field
          label={words.displayName}
          hint={words.displayNameHint}
          error={rename.error?.message}
          maxLength={200}
          value={typed}
          onChange={setTyped}
        />
        <FormEnd submit={words.renameSubmit} isDisabled={rename.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
