import { useMutation, useQueryClient } from "@tanstack/react-query";
import { mergeIssues, unmergeIssues } from "../../api/merges.js";
import type { ListedIssue } from "../../api/types.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";
import type { Handled } from "./live.js";
import { rootAmong } from "./root-among.js";
import type { Action } from "./triage-actions.js";

interface MergeOptions {
  readonly targets: readonly ListedIssue[];
  readonly leave: (left: ReadonlyMap<string, Handled>) => void;
  readonly replace: (changed: readonly ListedIssue[]) => void;
  readonly onDone: () => void;
}

interface Merged {
  readonly root: ListedIssue;
  readonly others: readonly ListedIssue[];
}

const idsOf = (issues: readonly ListedIssue[]): readonly string[] => issues.map(({ id }) => id);

/**
 * Shows the selected issues as one: the one with most events. It can be undone from the message. Those of several projects
 * stay apart.
 */
export function useMerge({ targets, leave, replace, onDone }: MergeOptions) {
  const { issues: words, parts } = useWords();
  const client = useQueryClient();
  const root = rootAmong(targets);
  const isOneProject = targets.every(({ project }) => project === root?.project);
  const others = isOneProject ? targets.filter((issue) => issue !== root) : [];
  const undo = useMutation({
    mutationFn: ({ root, others }: Merged) => unmergeIssues(root.project, root.id, idsOf(others)),
    onError: (error) => tell({ kind: "bad", text: error.message || parts.unreachable }),
    onSettled: () => client.invalidateQueries({ queryKey: ["issues"] }),
  });
  const merge = useMutation({
    mutationFn: ({ root, others }: Merged) => mergeIssues(root.project, root.id, idsOf(others)),
    onSuccess: (merged, done) => {
      const { root, others } = done;
      leave(new Map(others.map(({ id, lastSeen }) => [id, { lastSeen, statusAt: undefined }])));
      replace([{ ...root, ...merged }]);
      onDone();
      const action = { label: words.undo, run: () => undo.mutate(done) };
      tell({ kind: "good", text: words.merged(others.length, root.title), action });
      client.invalidateQueries({ queryKey: ["projects"] });
      client.invalidateQueries({ queryKey: ["issue", root.project] });
    },
    onError: (error) => tell({ kind: "bad", text: error.message || parts.unreachable }),
  });
  const action: Action = {
    id: "merge",
    text: words.merge,
    label: words.forCount(words.merge, targets.length),
    keys: ["e"],
    group: "issues",
    onlyByKey: others.length === 0,
    run: () => {
      if (root && others.length > 0) merge.mutate({ root, others });
    },
  };
  return { action, isBusy: merge.isPending, mayMerge: others.length > 0 };
}
