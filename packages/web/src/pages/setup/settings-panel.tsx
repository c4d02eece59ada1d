import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { changeSettings } from "../../api/setup.js";
import type { Project } from "../../api/types.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";

const GROUPINGS = ["frames", "message"] as const;

/** How a project's errors become issues, and what more is taken out of them. */
export function SettingsPanel({ project }: { readonly project: Project }) {
  const { setup: words, parts } = useWords();
  const client = useQueryClient();
  const id = useId();
  const [grouping, setGrouping] = useState(project.grouping);
  const [redact, setRedact] = useState(project.redact.join("\n"));
  const saving = useMutation({
    mutationFn: (chosen: Parameters<typeof changeSettings>[1]) => changeSettings(project.name, chosen),
    onSuccess: (changed) => {
      client.setQueryData(["project", project.name], changed);
      tell({ kind: "good", text: words.saved });
    },
    onError: (error) => tell({ kind: "bad", text: error.message || parts.unreachable }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    saving.mutate({ grouping, redact: linesOf(redact) });
  };
  return (
    <Section title={words.settings}>
      <form onSubmit={submit} className="space-y-4 px-4 py-3">
        <GroupingChoice grouping={grouping} onChoose={setGrouping} />
        <div className="space-y-1.5">
          <label htmlFor={`${id}-redact`} className="block text-sm font-medium">
            {words.redact}
          </label>
          <textarea
            id={`${id}-redact`}
            aria-describedby={`${id}-hint`}
            className="field min-h-20 font-mono text-sm"
            value={redact}
            onChange={(event) => setRedact(event.target.value)}
            spellCheck={false}
          />
          <p id={`${id}-hint`} className="text-xs text-soft">
            {words.redactHint}
          </p>
        </div>
        <button type="submit" className="button" disabled={saving.isPending}>
          {words.save}
        </button>
      </form>
    </Section>
  );
}

interface GroupingChoiceProps {
  readonly grouping: Project["grouping"];
  readonly onChoose: (grouping: Project["grouping"]) => void;
}

function GroupingChoice({ grouping, onChoose }: GroupingChoiceProps) {
  const { setup: words } = useWords();
  const id = useId();
  return (
    <fieldset className="space-y-1.5">
      <legend className="mb-1 text-sm font-medium">{words.grouping}</legend>
      {GROUPINGS.map((value) => (
        <label key={value} className="flex items-center gap-2 text-sm">
          <input
            type="radio"
            name={`${id}-grouping`}
            className="size-4 accent-accent"
            checked={grouping === value}
            onChange={() => onChoose(value)}
          />
          {words.groupings[value]}
        </label>
      ))}
    </fieldset>
  );
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
