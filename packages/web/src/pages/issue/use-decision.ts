import { useMutation, useQueryClient } from "@tanstack/react-query";
import { decideIssue } from "../../api/issues.js";
import type { OccurrenceRef } from "../../api/occurrences.js";
import type { Decision, Issue } from "../../api/types.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";
import { doneBy } from "../issues/changes.js";
import { undoOf } from "./undo-of.js";

/** Decides about an issue, shows how it stands then, and offers to take that back where it can be. */
export function useDecision({ project, issue: id }: OccurrenceRef, issue: Issue) {
  const client = useQueryClient();
  const { issues: words, parts } = useWords();
  const show = (changed: Issue): void => {
    client.setQueryData(["issue", project, id], changed);
    client.invalidateQueries({ queryKey: ["deliveries"] });
    client.invalidateQueries({ queryKey: ["activity"] });
  };
  const fail = (error: Error): void => tell({ kind: "bad", text: error.message || parts.unreachable });
  return useMutation({
    mutationFn: (decision: Decision) => decideIssue(project, id, decision),
    // As it stands when it is decided: it is read anew all the time.
    onMutate: () => issue,
    onSuccess: (changed, decision, before) => {
      show(changed);
      const undo = undoOf(decision, before);
      if (!undo) return;
      const takeBack = (): unknown => decideIssue(project, id, undo).then(show, fail);
      tell({
        kind: "good",
        text: words.done[doneBy(decision)](1),
        action: { label: words.undo, run: takeBack },
      });
    },
    onError: fail,
  });
}
