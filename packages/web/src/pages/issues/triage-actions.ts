import type { BulkChange } from "../../api/issues.js";
import type { ListedIssue } from "../../api/types.js";
import type { Words } from "../../i18n/i18n.js";
import type { Command } from "../../keys/commands.js";
import { MUTE_COUNTS, MUTES, muteFor, toggled } from "./changes.js";

/** A command about the issues that are meant, with the short word for a button. */
export interface Action extends Command {
  readonly text: string;
  readonly isDanger?: boolean;
}

interface TriageOptions {
  readonly targets: readonly ListedIssue[];
  readonly decide: (change: BulkChange) => void;
  readonly mute: () => void;
  readonly remove: () => void;
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
    { id: "delete", text: words.remove, keys: ["Delete"], run: remove, isDanger: true },
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

interface MuteChoice {
  readonly id: string;
  readonly text: string;
  readonly change: BulkChange;
}

/** For how long issues can be muted; first of all to end it, when any is. */
export function muteChoices(
  { issues: words }: Words,
  issues: readonly ListedIssue[],
  now: number,
): readonly MuteChoice[] {
  const times = (["hour", "day", "week"] as const).map((span) => ({
    id: span,
    text: words.muteFor[span],
    change: muteFor(MUTES[span], now),
  }));
  const counts = MUTE_COUNTS.map((count) => ({
    id: String(count),
    text: words.muteCount(count),
    change: { mute: { count } },
  }));
  const isMuted = issues.some(({ mute }) => mute !== undefined);
  const end = isMuted ? [{ id: "end", text: words.unmute, change: { mute: null } }] : [];
  return [...end, ...times, ...counts];
}
