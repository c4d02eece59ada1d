import { type FormEvent, useState } from "react";
import { Dialog } from "../components/dialog.js";
import { Choice, Field, FormEnd } from "../components/form.js";
import { useWords } from "../i18n/i18n.js";
import { MUTE_ENDS, MUTE_WINDOWS, type Mute, muteOf, type WrittenMute } from "./mute-of.js";

interface MuteWindowProps {
  readonly title: string;
  /** Null ends the mute that is. */
  readonly onMute: (mute: Mute | null) => void;
  readonly isMuted: boolean;
  readonly onClose: () => void;
}

/** Asks until when issues are to be quiet: one or many, the same is asked. */
export function MuteWindow({ title, isMuted, onMute, onClose }: MuteWindowProps) {
  const { issues: words } = useWords();
  const [written, setWritten] = useState<WrittenMute>(() => ({
    ends: "day",
    until: tomorrow(),
    count: "",
    window: "hour",
  }));
  const mute = muteOf(written, Date.now());
  const decide = (decided: Mute | null): void => {
    onMute(decided);
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (mute) decide(mute);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <p className="text-sm text-soft">{words.muteHint}</p>
        <MuteFields written={written} onWrite={(some) => setWritten({ ...written, ...some })} />
        {isMuted && (
          <button type="button" className="button" onClick={() => decide(null)}>
            {words.unmute}
          </button>
        )}
        <FormEnd submit={words.mute} isDisabled={!mute} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

interface MuteFieldsProps {
  readonly written: WrittenMute;
  readonly onWrite: (some: Partial<WrittenMute>) => void;
}

function MuteFields({ written: { ends, until, count, window }, onWrite }: MuteFieldsProps) {
  const { issues: words } = useWords();
  return (
    <>
      <OneOf
        label={words.muteUntil}
        value={ends}
        of={MUTE_ENDS}
        names={words.muteEnds}
        onChoose={(one) => onWrite({ ends: one })}
      />
      {ends === "time" && (
        <Field
          label={words.muteTime}
          type="datetime-local"
          value={until}
          onChange={(at) => onWrite({ until: at })}
        />
      )}
      {(ends === "events" || ends === "users" || ends === "burst") && (
        <Many label={words.muteCounts[ends]} value={count} onWrite={(many) => onWrite({ count: many })} />
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

interface ManyProps {
  readonly label: string;
  readonly value: string;
  readonly onWrite: (many: string) => void;
}

const Many = ({ label, value, onWrite }: ManyProps) => (
  <Field label={label} type="number" min={1} inputMode="numeric" value={value} onChange={onWrite} />
);

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
