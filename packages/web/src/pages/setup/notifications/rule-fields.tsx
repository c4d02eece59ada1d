import { Choice, Field } from "../../../components/form.js";
import { useWords } from "../../../i18n/i18n.js";
import type { Written } from "./fields.js";

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
      <Events written={written} onWrite={onWrite} />
    </>
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
