import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { createProject } from "../../api/projects.js";
import { ApiError } from "../../api/request.js";
import { Dialog } from "../../components/dialog.js";
import { Field, FormEnd } from "../../components/form.js";
import { useReason } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";
import { nameOf } from "./name-of.js";

interface CreateProjectProps {
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

interface Named {
  readonly name: string;
  readonly title: string | undefined;
}

/** Asks for a new project's name, makes it, and leads to its setup. */
export function CreateProject({ taken, onClose }: CreateProjectProps) {
  const { projects: words } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const name = nameOf(typed);
  const isTaken = taken.includes(name);
  const create = useMutation({
    mutationFn: ({ name, title }: Named) => createProject(name, title),
    onSuccess: async (project) => {
      await client.invalidateQueries({ queryKey: ["projects"] });
      tell({ kind: "good", text: words.created(project.displayName ?? project.name) });
      await navigate({ to: "/projects/$project/setup", params: { project: project.name } });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const title = typed.trim();
    create.mutate({ name, title: title === name ? undefined : title });
  };
  const refusal = useRefusal(create.error);
  return (
    <Dialog title={words.create} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <Field
          label={words.name}
          hint={name === typed.trim() ? words.nameHint : words.nameSent(name)}
          error={isTaken ? words.nameTaken : refusal}
          value={typed}
          onChange={setTyped}
        />
        <FormEnd
          submit={words.createSubmit}
          isDisabled={name === "" || isTaken || create.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

function useRefusal(error: Error | null): string | undefined {
  const { projects: words } = useWords();
  const reason = useReason(error ?? new Error());
  if (!error) return undefined;
  return error instanceof ApiError && error.code === "bad_project_name" ? words.nameRefused : reason;
}
