import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import {
  addDestination,
  changeDestination,
  type DestinationOwner,
  type DestinationSettings,
} from "../../../api/setup.js";
import { Dialog } from "../../../components/dialog.js";
import { Choice, Field, FormEnd } from "../../../components/form.js";
import { useReason } from "../../../components/states.js";
import { useWords } from "../../../i18n/i18n.js";
import { configOf, FIELDS, type FieldOf, writtenOf } from "./fields.js";
import { RuleFields } from "./rule-fields.js";

interface DestinationFormProps {
  readonly project: DestinationOwner;
  /** The one that is changed; missing for a new one. */
  readonly known?: DestinationSettings | undefined;
  readonly onClose: () => void;
}

/** Where notifications go, and when: one destination, its secrets kept unless others are written. */
export function DestinationForm({ project, known, onClose }: DestinationFormProps) {
  const { setup: words } = useWords();
  const client = useQueryClient();
  const [type, setType] = useState(known?.type ?? "slack");
  const [written, setWritten] = useState(() => startOf(known));
  const saving = useMutation({
    mutationFn: (config: object) =>
      known ? changeDestination(project, known.id, { config }) : addDestination(project, { config }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["destinations"] });
      onClose();
    },
  });
  const write = (name: string, value: string): void => setWritten({ ...written, [name]: value });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    saving.mutate(configOf(type, written, known?.settings));
  };
  return (
    <Dialog title={known ? words.editDestination(known.label) : words.addDestination} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        {!known && (
          <Choice label={words.kindOfDestination} value={type} onChoose={setType}>
            <Options values={[...FIELDS.keys()]} names={words.destinationKinds} />
          </Choice>
        )}
        {(FIELDS.get(type) ?? []).map((field) => (
          <Setting
            key={`${type} ${field.name}`}
            field={field}
            known={known}
            written={written}
            onWrite={write}
          />
        ))}
        <RuleFields written={written} onWrite={write} />
        {saving.error && <Reason error={saving.error} />}
        <FormEnd submit={words.save} isDisabled={saving.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

function startOf(known: DestinationSettings | undefined): Record<string, string> {
  const written = writtenOf(known?.settings ?? {});
  return { ...written, when: Number(written.threshold ?? -1) < 0 ? "first" : "every" };
}

interface SettingProps {
  readonly field: FieldOf;
  readonly known: DestinationSettings | undefined;
  readonly written: Readonly<Record<string, string>>;
  readonly onWrite: (name: string, value: string) => void;
}

function Setting({ field: { name, kind, choices = [], example }, known, written, onWrite }: SettingProps) {
  const { setup: words } = useWords();
  const label = words.destinationSettings[name] ?? name;
  const value = written[name] ?? "";
  if (kind === "choice")
    return (
      <Choice label={label} value={value || (choices[0] ?? "")} onChoose={(chosen) => onWrite(name, chosen)}>
        <Options values={choices} names={words.presets} />
      </Choice>
    );
  const isKept = known?.secrets.includes(name) === true;
  return (
    <Field
      label={label}
      value={value}
      placeholder={isKept ? words.secretKept : example}
      inputMode={kind === "number" ? "numeric" : "text"}
      onChange={(text) => onWrite(name, text)}
    />
  );
}

interface OptionsProps {
  readonly values: readonly string[];
  /** What they are called; by their own names where nothing is said. */
  readonly names: Readonly<Record<string, string>>;
}

const Options = ({ values, names }: OptionsProps) =>
  values.map((value) => (
    <option key={value} value={value}>
      {names[value] ?? value}
    </option>
  ));

const Reason = ({ error }: { readonly error: Error }) => (
  <p role="alert" className="text-sm text-bad wrap-anywhere">
    {useReason(error)}
  </p>
);
