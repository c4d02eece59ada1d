import { useState } from "react";
import type { BulkChange } from "../../api/issues.js";
import { ConfirmByTyping } from "../../components/confirm-by-typing.js";
import { useWords } from "../../i18n/i18n.js";

export interface RemoveIssuesProps {
  readonly count: number;
  readonly isBusy: boolean;
  readonly error?: string | undefined;
  readonly onRemove: (change: BulkChange) => void;
  readonly onClose: () => void;
}

/** Asks before issues are deleted, and whether what comes of them later is to be dropped. */
export function RemoveIssuesWindow({ count, isBusy, error, onRemove, onClose }: RemoveIssuesProps) {
  const { issues: words } = useWords();
  const [isDiscard, setDiscard] = useState(false);
  return (
    <ConfirmByTyping
      title={words.removeTitle(count)}
      text={words.removeText(count)}
      word={count === 1 ? undefined : words.removeWord}
      submit={words.removeSubmit}
      isBusy={isBusy}
      error={error}
      onConfirm={() => onRemove(isDiscard ? { delete: true, discard: true } : { delete: true })}
      onClose={onClose}
    >
      <label className="flex items-start gap-2 text-sm">
        <input
          type="checkbox"
          className="mt-0.5"
          checked={isDiscard}
          onChange={(event) => setDiscard(event.target.checked)}
        />
        <span>
          {words.discard}
          <span className="block text-xs text-soft">{words.discardHint}</span>
        </span>
      </label>
    </ConfirmByTyping>
  );
}
