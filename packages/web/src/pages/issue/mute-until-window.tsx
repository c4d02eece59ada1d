import { type FormEvent, useState } from "react";
import type { Decision } from "../../api/types.js";
import { Dialog } from "../../components/dialog.js";
import { Field, FormEnd } from "../../components/form.js";
import { useWords } from "../../i18n/i18n.js";

interface MuteUntilWindowProps {
  readonly onMute: (mute: NonNullable<Decision["mute"]>) => void;
  readonly onClose: () => void;
}

/** Asks until when an issue is to be quiet: a time, or so many events more. */
export function MuteUntilWindow({ onMute, onClose }: MuteUntilWindowProps) {
  const { issue: words, issues } = useWords();
  const [until, setUntil] = useState(tomorrow);
  const [count, setCount] = useState("");
  const events = Number(count);
  const isByCount = count !== "";
  const isValid = isByCount ? Number.isInteger(events) && events > 0 : Date.parse(until) > Date.now();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isValid) return;
    onMute(isByCount ? { count: events } : { until: new Date(until).toISOString() });
    onClose();
  };
  return (
    <Dialog title={words.muteTitle} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <p className="text-sm text-soft">{words.muteText}</p>
        <Field
          label={words.muteUntil}
          type="datetime-local"
          value={until}
          onChange={setUntil}
          disabled={isByCount}
        />
        <Field
          label={words.muteCount}
          type="number"
          min={1}
          inputMode="numeric"
          value={count}
          onChange={setCount}
          hint={words.muteCountHint}
        />
        <FormEnd submit={issues.mute} isDisabled={!isValid} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

/** This time tomorrow, as the field takes it: local and without a zone. */
function tomorrow(): string {
  const time = new Date(Date.now() + 86_400_000);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
