import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { changeSettings } from "../../api/setup.js";
import type { Project } from "../../api/types.js";
import { Field } from "../../components/form.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";

/** As the service has it. */
const DAYS_MAX = 365;

const GROUPINGS = ["frames", "message"] as const;

/** How a project's errors become issues, and what more is taken out of them. */
export function SettingsPanel({ project }: { readonly project: Project }) {
  const { setup: words } = useWords();
  const [grouping, setGrouping] = useState(project.grouping);
  const [redact, setRedact] = useState(project.redact.join("\n"));
  const [quietDays, setQuietDays] = useState(String(project.autoResolveDays));
  const saving = useSaving(project.name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    saving.mutate({ grouping, redact: linesOf(redact), autoResolveDays: Number(quietDays) });
  };
  return (
    <Section title={words.settings}>
      <form onSubmit={submit} className="space-y-4 px-4 py-3">
        <GroupingChoice grouping={grouping} onChoose={setGrouping} />
        <Field
          label={words.autoResolve}
          type="number"
          required
          min={0}
          max={DAYS_MAX}
          inputMode="numeric"
          value={quietDays}
          onChange={setQuietDays}
          hint={words.autoResolveHint}
        />
        <RedactedKeys keys={redact} onWrite={setRedact} />
        <button type="submit" className="button" disabled={saving.isPending}>
          {words.save}
        </button>
      </form>
    </Section>
  );
}

function useSaving(project: string) {
  const { setup: words, parts } = useWords();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (chosen: Parameters<typeof changeSettings>[1]) => changeSettings(project, chosen),
    onSuccess: (changed) => {
      client.setQueryData(["project", project], changed);
      tell({ kind: "good", text: words.saved });
    },
    onError: (error) => tell({ kind: "bad", text: error.message || parts.unreachable }),
  });
}

interface RedactedKeysProps {
  /** One per line. */
  readonly keys: string;
  readonly onWrite: (keys: string) => void;
}

function RedactedKeys({ keys, onWrite }: RedactedKeysProps) {
  const { setup: words } = useWords();
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {words.redact}
      </label>
      <textarea
        id={id}
        aria-describedby={`${id}-hint`}
        className="field min-h-20 font-mono text-sm"
        value={keys}
        onChange={(event) => onWrite(event.target.value)}
        spellCheck={false}
      />
      <p id={`${id}-hint`} className="text-xs text-soft">
        {words.redactHint}
      </p>
    </div>
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
