import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type BulkChange, changeIssues, type Listing } from "../../api/issues.js";
import type { BulkResult, ListedIssue } from "../../api/types.js";
import { useWords, type Words } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";
import { doneBy, failuresOf, undoing } from "./changes.js";
import { type Handled, isListed } from "./live.js";

interface TriageOptions {
  readonly listing: Listing;
  readonly leave: (left: ReadonlyMap<string, Handled>) => void;
  readonly replace: (changed: readonly ListedIssue[]) => void;
  /** What is still selected afterwards: those that failed. */
  readonly onDone: (failed: readonly string[]) => void;
}

interface Asked {
  readonly issues: readonly ListedIssue[];
  readonly change: BulkChange;
}

/** Decides about issues of a list. Each that could not be changed keeps its place, with the reason. */
export function useTriage({ listing, leave, replace, onDone }: TriageOptions) {
  const words = useWords();
  const client = useQueryClient();
  const undo = useUndo();
  const [failures, setFailures] = useState<ReadonlyMap<string, string>>(new Map());
  const mutation = useMutation({
    mutationFn: ({ issues, change }: Asked) => changeIssues(issues, change),
    onSuccess: (results, asked) => {
      const failed = failuresOf(results);
      setFailures(failed);
      settle(results, asked);
      onDone([...failed.keys()]);
      const changed = asked.issues.filter(({ id }) => !failed.has(id));
      tell(told(words, asked.change, { changed, failed: failed.size, undo }));
      client.invalidateQueries({ queryKey: ["projects"] });
      client.invalidateQueries({ queryKey: ["issue"] });
    },
    onError: (error) => tell({ kind: "bad", text: error.message || words.parts.unreachable }),
  });
  const settle = (results: readonly BulkResult[], { issues, change }: Asked): void => {
    const before = new Map(issues.map((issue) => [issue.id, issue]));
    const after = results.flatMap(({ id, ok, issue }) => {
      const known = before.get(id);
      return ok && known ? [{ known, issue }] : [];
    });
    const isLeaving = ({ issue }: (typeof after)[number]): boolean =>
      "delete" in change || (issue !== undefined && !isListed(issue, listing.status));
    const left = after
      .filter(isLeaving)
      .map(
        ({ known, issue }) => [known.id, { lastSeen: known.lastSeen, statusAt: issue?.statusAt }] as const,
      );
    leave(new Map(left));
    replace(after.flatMap(({ known, issue }) => (issue ? [{ ...known, ...issue }] : [])));
  };
  return {
    failures,
    isBusy: mutation.isPending,
    decide: (issues: readonly ListedIssue[], change: BulkChange) => mutation.mutate({ issues, change }),
  };
}

interface Outcome {
  readonly changed: readonly ListedIssue[];
  readonly failed: number;
  readonly undo: Undo;
}

function told({ issues: words }: Words, change: BulkChange, { changed, failed, undo }: Outcome) {
  const done = words.done[doneBy(change)](changed.length);
  const back = undoing(change, changed);
  const action = back.length > 0 ? { label: words.undo, run: () => undo(back) } : undefined;
  return failed > 0
    ? ({ kind: "bad", text: words.partly(done, failed), action } as const)
    : ({ kind: "good", text: done, action } as const);
}

type Undo = (back: ReturnType<typeof undoing>) => void;

/** Gives issues back what they had, and reads the lists anew. */
function useUndo(): Undo {
  const client = useQueryClient();
  const { parts } = useWords();
  return async (back) => {
    try {
      for (const { decision, issues } of back) await changeIssues(issues, decision);
    } catch (error) {
      // Told, not thrown: nobody waits for it.
      tell({ kind: "bad", text: (error instanceof Error && error.message) || parts.unreachable });
    }
    await client.invalidateQueries({ queryKey: ["issues"] });
  };
}
