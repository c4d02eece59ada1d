import { type FormEvent, useState } from "react";
import type { Decision } from "../../api/types.js";
import { Dialog } from "../../components/dialog.js";
import { Choice, Field, FormEnd } from "../../components/form.js";
import { useWords } from "../../i18n/i18n.js";
import { MUTE_ENDS, MUTE_WINDOWS, muteOf, type WrittenMute } from "./mute-of.js";

interface MuteUntilWindowProps {
  readonly onMute: (mute: NonNullable<Decision["mute"]>) => void;
  readonly onClose: () => void;
}

/** Asks until when an issue is to be quiet: a time, so many events or users more, or so many events at once. */
export function MuteUntilWindow({ onMute, onClose }: MuteUntilWindowProps) {
  const { issue: words, issues } = useWords();
  const [written, setWritten] = useState<WrittenMute>(() => ({
    ends: "time",
    until: tomorrow(),
    count: "",
    window: "hour",
  }));
  const mute = muteOf(written, Date.now());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!mute) return;
    onMute(mute);
    onClose();
  };
  return (
    <Dialog title={words.muteTitle} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <p className="text-sm text-soft">{words.muteText}</p>
        <MuteFields written={written} onWrite={(some) => setWritten({ ...written, ...some })} />
        <FormEnd submit={issues.mute} isDisabled={!mute} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

interface MuteFieldsProps {
  readonly written: WrittenMute;
  readonly onWrite: (some: Partial<WrittenMute>) => void;
}

function MuteFields({ written: { ends, until, count, window }, onWrite }: MuteFieldsProps) {
  const { issue: words } = useWords();
  return (
    <>
      <OneOf
        label={words.muteUntil}
        value={ends}
        of={MUTE_ENDS}
        names={words.muteEnds}
        onChoose={(one) => onWrite({ ends: one })}
      />
      {ends === "time" ? (
        <Field
          label={words.muteEnds.time}
          type="datetime-local"
          value={until}
          onChange={(at) => onWrite({ until: at })}
        />
      ) : (
        <Field
          label={words.muteCounts[ends]}
          type="number"
          min={1}
          inputMode="numeric"
          value={count}
          onChange={(many) => onWrite({ count: many })}
        />
      )}
      {ends === "burst" && (
        <OneOf
          label={words.muteWithin}
          value={window}
          of={MUTE_WINDOWS}
          names={words.muteWindows}
          onChoose={(one) => onWrite({ window: one })}
        />
      )}
    </>
  );
}

interface OneOfProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly of: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly onChoose: (one: T) => void;
}

function OneOf<T extends string>({ label, value, of, names, onChoose }: OneOfProps<T>) {
  const choose = (chosen: string): void => {
    const one = of.find((known) => known === chosen);
    if (one !== undefined) onChoose(one);
  };
  return (
    <Choice label={label} value={value} onChoose={choose}>
      {of.map((one) => (
        <option key={one} value={one}>
          {names[one]}
        </option>
      ))}
    </Choice>
  );
}

/** This time tomorrow, as the field takes it: local and without a zone. */
function tomorrow(): string {
  const time = new Date(Date.now() + 86_400_000);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
