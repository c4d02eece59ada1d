import type { BulkChange } from "../../api/issues.js";
import type { ListedIssue } from "../../api/types.js";
import { Dialog } from "../../components/dialog.js";
import { useWords } from "../../i18n/i18n.js";
import { muteChoices } from "./triage-actions.js";

interface MuteWindowProps {
  readonly issues: readonly ListedIssue[];
  readonly onMute: (change: BulkChange) => void;
  readonly onClose: () => void;
}

/** Asks for how long: until a time, or for so many further events. */
export function MuteWindow({ issues, onMute, onClose }: MuteWindowProps) {
  const words = useWords();
  return (
    <Dialog
      title={words.issues.forCount(words.issues.mute, issues.length)}
      onClose={onClose}
      className="max-w-sm"
    >
      <p className="mb-3 text-sm text-soft">{words.issues.muteHint}</p>
      <div className="grid gap-1.5">
        {muteChoices(words, issues, Date.now()).map(({ id, text, change }) => (
          <button
            key={id}
            type="button"
            className="button min-h-10 justify-start"
            onClick={() => onMute(change)}
          >
            {text}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
