import { useEffect, useState } from "react";
import { isWrittenIn } from "../../keys/keyboard.js";
import { successor } from "./selection.js";
import { focusIssue, type useSelection } from "./use-selection.js";

/** Moves the focus on when the issue it is on leaves the list, so that triage by keys goes on where it was. */
export function useKeptFocus(selection: ReturnType<typeof useSelection>): () => void {
  const { shown, active, targets } = selection;
  const [next, setNext] = useState<string>();
  const isGone = active !== undefined && !shown.current.includes(active);
  useEffect(() => {
    if (!isGone || next === undefined) return;
    // The answer may come when the search is already being written.
    const { activeElement } = document;
    if (!activeElement || !isWrittenIn(activeElement)) focusIssue(next);
    setNext(undefined);
  }, [isGone, next]);
  return () => setNext(successor(shown.current, active, new Set(targets.map(({ id }) => id))));
}
