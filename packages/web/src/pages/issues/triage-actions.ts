import type { BulkChange } from "../../api/issues.js";
import type { ListedIssue } from "../../api/types.js";
import type { Words } from "../../i18n/i18n.js";
import type { Command } from "../../keys/commands.js";
import { toggled } from "./changes.js";

/** A command about the issues that are meant, with the short word for a button. */
export interface Action extends Command {
  readonly text: string;
  readonly isDanger?: boolean;
}

interface TriageOptions {
  readonly targets: readonly ListedIssue[];
  readonly decide: (change: BulkChange) => void;
  readonly mute: () => void;
  /** Left out for who may not. */
  readonly remove: (() => void) | undefined;
}

/** What can be decided about the issues meant right now. When none are, the keys are explained all the same. */
export function triageActions({ issues: words }: Words, options: TriageOptions): readonly Action[] {
  const { targets, decide, mute, remove } = options;
  const resolved = toggled("resolved", targets);
  const ignored = toggled("ignored", targets);
  const actions = [
    {
      id: "resolve",
      text: resolved === "resolved" ? words.resolve : words.reopen,
      keys: ["r"],
      run: () => decide({ status: resolved }),
    },
    {
      id: "ignore",
      text: ignored === "ignored" ? words.ignore : words.unignore,
      keys: ["i"],
      run: () => decide({ status: ignored }),
    },
    { id: "mute", text: words.mute, keys: ["m"], run: mute },
    ...(remove ? [{ id: "delete", text: words.remove, keys: ["Delete"], run: remove, isDanger: true }] : []),
  ];
  return actions.map((action) => ({
    ...action,
    label: words.forCount(action.text, targets.length),
    group: "issues",
    onlyByKey: targets.length === 0,
    run: () => {
      if (targets.length > 0) action.run();
    },
  }));
}
