import { useState } from "react";
import type { BulkChange, Listing } from "../../api/issues.js";
import { useMay } from "../../api/session.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";
import { triageActions } from "./triage-actions.js";
import type { useIssueList } from "./use-issue-list.js";
import { useKeptFocus } from "./use-kept-focus.js";
import { useListCommands } from "./use-list-commands.js";
import { useMerge } from "./use-merge.js";
import { useSelection } from "./use-selection.js";
import { useTriage } from "./use-triage.js";

/** A list's selection, and what can be decided about what is selected. */
export function useListActions(listing: Listing, list: ReturnType<typeof useIssueList>) {
  const words = useWords();
  const { triage: mayTriage, manage } = useMay();
  const [asking, ask] = useState<"mute" | "delete">();
  const selection = useSelection(list.issues);
  const { targets, setSelected } = selection;
  const keepFocus = useKeptFocus(selection);
  const { leave, replace } = list;
  const onDone = (failed: readonly string[]): void => setSelected(new Set(failed));
  const triage = useTriage({ listing, leave, replace, onDone });
  const decide = (change: BulkChange): void => {
    ask(undefined);
    keepFocus();
    triage.decide(targets, change);
  };
  const merging = useMerge({ targets, leave, replace, onDone: () => onDone([]) });
  const decisions = triageActions(words, {
    targets,
    decide,
    mute: () => ask("mute"),
    remove: manage ? () => ask("delete") : undefined,
  });
  const isIdle = !triage.isBusy && !merging.isBusy;
  useCommands(mayTriage && isIdle ? [...decisions, merging.action] : []);
  const actions = merging.mayMerge ? [merging.action, ...decisions] : decisions;
  useListCommands(list.issues, selection, mayTriage);
  return { selection, mayTriage, triage, actions, decide, asking, close: () => ask(undefined) };
}
