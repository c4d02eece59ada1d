import { useNavigate } from "@tanstack/react-router";
import type { ListedIssue } from "../../api/types.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";
import type { useSelection } from "./use-selection.js";

/** Moving about in a list by keys, and marking what is to be decided about, for who may. */
export function useListCommands(
  issues: readonly ListedIssue[],
  selection: ReturnType<typeof useSelection>,
  mayTriage: boolean,
): void {
  const { issues: words } = useWords();
  const navigate = useNavigate();
  const { active, move, select, ids, setSelected } = selection;
  const open = (): void => {
    const issue = issues.find(({ id }) => id === active);
    if (!issue) return;
    const params = { project: issue.project, issue: issue.id };
    navigate({ to: "/projects/$project/issues/$issue", params });
  };
  const mark = (): void => {
    if (active !== undefined) select(active, false);
  };
  const list = { group: "list", onlyByKey: true } as const;
  useCommands([
    { ...list, id: "next", label: words.keys.next, keys: ["j", "ArrowDown"], run: () => move(1) },
    { ...list, id: "previous", label: words.keys.previous, keys: ["k", "ArrowUp"], run: () => move(-1) },
    { ...list, id: "open", label: words.keys.open, keys: ["Enter", "o"], run: open },
    ...(ids.size > 0
      ? [
          {
            ...list,
            id: "clear",
            label: words.keys.clear,
            keys: ["Escape"],
            run: () => setSelected(new Set()),
          },
        ]
      : []),
    ...(mayTriage ? [{ ...list, id: "mark", label: words.keys.select, keys: ["x"], run: mark }] : []),
  ]);
}
