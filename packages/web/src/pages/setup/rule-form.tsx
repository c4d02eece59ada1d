import type { IntakeRule } from "@faultline/core/intake-rule";
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useId, useState } from "react";
import { previewRules } from "../../api/rules.js";
import { Field } from "../../components/form.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";

const FIELDS = ["type", "message", "file", "function", "level", "env", "release"] as const;
type Named = (typeof FIELDS)[number];

interface RuleFormProps {
  readonly project: string;
  readonly isBusy: boolean;
  readonly onSave: (rule: IntakeRule) => void;
}

/** Another rule: what it is about, and what is done. An issue's page may have begun it. */
export function RuleForm({ project, isBusy, onSave }: RuleFormProps) {
  const { setup: words } = useWords();
  const { ruleFor = "" } = useSearch({ strict: false });
  const [field, setField] = useState<Named>("type");
  const [pattern, setPattern] = useState(ruleFor);
  const [group, setGroup] = useState("");
  const trial = useTrial(project);
  const rule: IntakeRule = {
    when: { [field]: pattern },
    do: group.trim() === "" ? "drop" : { fingerprint: [group.trim()] },
  };
  const save = (): void => {
    onSave(rule);
    setPattern("");
    setGroup("");
    trial.reset();
  };
  const isEmpty = pattern.trim() === "";
  return (
    <form
      className="space-y-3 border-t border-line px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <FieldChoice value={field} onChange={setField} />
      <Field label={words.rulePattern} hint={words.rulePatternHint} value={pattern} onChange={setPattern} />
      <Field label={words.ruleGroup} hint={words.ruleGroupHint} value={group} onChange={setGroup} />
      {trial.data && <Trial {...trial.data} />}
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          className="button"
          disabled={isEmpty || trial.isPending}
          onClick={() => trial.mutate([rule])}
        >
          {words.ruleTry}
        </button>
        <button type="submit" className="button button-main" disabled={isEmpty || isBusy}>
          {words.ruleSave}
        </button>
      </div>
    </form>
  );
}

function useTrial(project: string) {
  const { parts } = useWords();
  return useMutation({
    mutationFn: (rules: readonly IntakeRule[]) => previewRules(project, rules),
    onError: (error) => tell({ kind: "bad", text: error.message || parts.unreachable }),
  });
}

interface FieldChoiceProps {
  readonly value: Named;
  readonly onChange: (field: Named) => void;
}

function FieldChoice({ value, onChange }: FieldChoiceProps) {
  const { setup: words } = useWords();
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {words.ruleField}
      </label>
      <select
        id={id}
        className="field"
        value={value}
        onChange={(event) => onChange(FIELDS.find((name) => name === event.target.value) ?? "type")}
      >
        {FIELDS.map((name) => (
          <option key={name} value={name}>
            {words.ruleFields[name]}
          </option>
        ))}
      </select>
    </div>
  );
}

type TrialProps = Awaited<ReturnType<typeof previewRules>>;

function Trial({ events, dropped, regrouped, rules }: TrialProps) {
  const { setup: words } = useWords();
  return (
    <div role="status" className="space-y-1 text-sm">
      <p>{words.ruleWould(events, dropped, regrouped)}</p>
      <ul className="text-xs text-soft">
        {rules
          .flatMap(({ samples }) => samples)
          .map(({ event, title }) => (
            <li key={event} className="truncate" title={title}>
              {title}
            </li>
          ))}
      </ul>
    </div>
  );
}
