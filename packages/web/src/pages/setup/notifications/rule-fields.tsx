import { useId } from "react";
import { Choice, Field } from "../../../components/form.js";
import { useWords } from "../../../i18n/i18n.js";
import { MINUTES, type Written } from "./fields.js";

const WINDOWS = ["total", "minute", "hour", "day"] as const;

interface RuleFieldsProps {
  readonly written: Written;
  readonly onWrite: (name: string, value: string) => void;
}

/** When to notify: of the first event alone, or from a count on; and of which events at all. */
export function RuleFields({ written, onWrite }: RuleFieldsProps) {
  const { setup: words } = useWords();
  const { when = "first" } = written;
  return (
    <>
      <Choice label={words.notifyWhen} value={when} onChoose={(chosen) => onWrite("when", chosen)}>
        <option value="first">{words.rules.first}</option>
        <option value="every">{words.rules.again}</option>
      </Choice>
      {when === "every" && <Counts written={written} onWrite={onWrite} />}
      <Besides written={written} onWrite={onWrite} />
      <Events written={written} onWrite={onWrite} />
    </>
  );
}

/** What is told besides counts. */
function Besides({ written, onWrite }: RuleFieldsProps) {
  const { setup: words } = useWords();
  const hint = useId();
  const field = (name: keyof typeof words.besides, placeholder: string) => (
    <Field
      label={words.besides[name]}
      inputMode="numeric"
      value={written[name] ?? ""}
      placeholder={placeholder}
      onChange={(text) => onWrite(name, text)}
    />
  );
  return (
    <fieldset className="space-y-3 rounded-md border border-line p-3">
      <legend className="px-1 text-sm font-medium">{words.alsoTell}</legend>
      <div className="grid gap-3 sm:grid-cols-3">
        {field("withinEvents", "100")}
        {field("withinMinutes", String(MINUTES))}
        {field("users", "50")}
      </div>
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={written.unusual === "yes"}
          aria-describedby={hint}
          onChange={(event) => onWrite("unusual", event.target.checked ? "yes" : "")}
        />
        {words.unusual}
      </label>
      <p id={hint} className="text-xs text-soft">
        {words.unusualHint}
      </p>
    </fieldset>
  );
}

function Events({ written, onWrite }: RuleFieldsProps) {
  const { setup: words } = useWords();
  const { environments = "", levels = "" } = written;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field
        label={words.onlyEnvironments}
        value={environments}
        placeholder="production, eu-*"
        onChange={(text) => onWrite("environments", text)}
      />
      <Field
        label={words.onlyLevels}
        value={levels}
        placeholder="error, fatal"
        onChange={(text) => onWrite("levels", text)}
      />
    </div>
  );
}

function Counts({ written, onWrite }: RuleFieldsProps) {
  const { setup: words } = useWords();
  const { threshold = "", notifyInterval = "", window = "total" } = written;
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field
        label={words.fromEvent}
        inputMode="numeric"
        value={Number(threshold) > 0 ? threshold : ""}
        placeholder="1"
        onChange={(text) => onWrite("threshold", text)}
      />
      <Field
        label={words.everyNth}
        inputMode="numeric"
        value={notifyInterval}
        placeholder="1"
        onChange={(text) => onWrite("notifyInterval", text)}
      />
      <Choice label={words.countedIn} value={window} onChoose={(chosen) => onWrite("window", chosen)}>
        {WINDOWS.map((one) => (
          <option key={one} value={one}>
            {words.windows[one]}
          </option>
        ))}
      </Choice>
    </div>
  );
}
