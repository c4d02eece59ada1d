import { useCallback, useRef, useState } from "react";
import type { ListedIssue } from "../../api/types.js";
import { linkIdOf } from "./issue-row.js";
import { neighbour, selected } from "./selection.js";

/** Which issues are selected, and which one the focus is on. */
export function useSelection(issues: readonly ListedIssue[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string>();
  const last = useRef<string>(undefined);
  const shown = useRef<readonly string[]>([]);
  shown.current = issues.map(({ id }) => id);

  const select = useCallback((id: string, isRange: boolean) => {
    const clicked = { id, last: last.current, isRange };
    setChosen((before) => selected(before, shown.current, clicked));
    last.current = id;
  }, []);
  const ids = new Set(shown.current.filter((id) => chosen.has(id)));
  const move = (step: 1 | -1): void => focusIssue(neighbour(shown.current, active, step));
  /** What an action is for: the selected issues, or without any the active one. */
  const targets = issues.filter(({ id }) => (ids.size > 0 ? ids.has(id) : id === active));
  return { ids, active, setActive, select, setSelected: setChosen, move, targets, shown };
}

export function focusIssue(id: string | undefined): void {
  if (id === undefined) return;
  const link = document.getElementById(linkIdOf(id));
  link?.focus();
  link?.closest("li")?.scrollIntoView({ block: "nearest" });
}
