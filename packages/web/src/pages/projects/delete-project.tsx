import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deleteProject } from "../../api/projects.js";
import { ConfirmByTyping } from "../../components/confirm-by-typing.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";

interface DeleteProjectProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** Deletes a project once its name is typed. */
export function DeleteProject({ name, onClose }: DeleteProjectProps) {
  const { projects: words } = useWords();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteProject(name),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["projects"] });
      tell({ kind: "good", text: words.removed(name) });
      onClose();
    },
  });
  return (
    <ConfirmByTyping
      title={words.removeTitle(name)}
      text={words.removeText}
      word={name}
      submit={words.removeSubmit}
      isBusy={remove.isPending}
      error={remove.error?.message}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
