import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { mergeIssues, unmergeIssues } from "../../api/merges.js";
import { liveIssueQuery, type OccurrenceRef } from "../../api/occurrences.js";
import { useMay } from "../../api/session.js";
import type { Issue } from "../../api/types.js";
import { Count } from "../../components/count.js";
import { Field } from "../../components/form.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";
import { issueIdIn } from "./issue-id-in.js";

interface MergedPanelProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
}

/** Which issues are shown as parts of this one, and how another one becomes one. */
export function MergedPanel({ place, issue }: MergedPanelProps) {
  const { issue: words } = useWords();
  const merging = useMerging(place);
  const members = issue.members ?? [];
  const { triage } = useMay();
  if (!triage && members.length === 0) return null;
  return (
    <Section title={words.merged}>
      <Members
        place={place}
        members={members}
        isBusy={merging.isPending}
        onTakeOut={triage ? merging.takeOut : undefined}
      />
      {triage && <MergeForm isBusy={merging.isPending} onMerge={merging.merge} />}
    </Section>
  );
}

interface MembersProps {
  readonly place: OccurrenceRef;
  readonly members: readonly string[];
  readonly isBusy: boolean;
  readonly onTakeOut: ((member: string) => void) | undefined;
}

function Members({ place, members, isBusy, onTakeOut }: MembersProps) {
  const { issue: words } = useWords();
  const found = useQueries({
    queries: members.map((issue) => ({
      ...liveIssueQuery({ ...place, issue }),
      refetchInterval: false as const,
    })),
  });
  if (members.length === 0) return null;
  return (
    <ul className="divide-y divide-line border-b border-line">
      {members.map((id, index) => {
        const title = found[index]?.data?.title ?? id;
        return (
          <li key={id} className="flex items-center gap-2 px-4 py-2 text-sm">
            <span title={title} className="min-w-0 flex-1 truncate">
              {title}
            </span>
            <Count value={found[index]?.data?.count ?? 0} />
            {onTakeOut && (
              <button
                type="button"
                className="button button-quiet min-h-7"
                disabled={isBusy}
                aria-label={words.takeOutOne(title)}
                onClick={() => onTakeOut(id)}
              >
                {words.takeOut}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface MergeFormProps {
  readonly isBusy: boolean;
  readonly onMerge: (issue: string) => void;
}

function MergeForm({ isBusy, onMerge }: MergeFormProps) {
  const { issue: words } = useWords();
  const [text, setText] = useState("");
  const named = issueIdIn(text);
  return (
    <form
      className="space-y-2 px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (named === undefined) return;
        onMerge(named);
        setText("");
      }}
    >
      <Field
        label={words.mergeOther}
        hint={words.mergeHint}
        error={text !== "" && named === undefined ? words.noIssueNamed : undefined}
        value={text}
        onChange={setText}
      />
      <button type="submit" className="button" disabled={isBusy || named === undefined}>
        {words.merge}
      </button>
    </form>
  );
}

/** Merging and taking out, told and shown when it is done. */
function useMerging({ project, issue }: OccurrenceRef) {
  const { issue: words, parts } = useWords();
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ other, isMerge }: { readonly other: string; readonly isMerge: boolean }) =>
      (isMerge ? mergeIssues : unmergeIssues)(project, issue, [other]),
    onSuccess: async (_, { isMerge }) => {
      tell({ kind: "good", text: isMerge ? words.isMerged : words.isTakenOut });
      for (const queryKey of [
        ["issue", project],
        ["issues"],
        ["occurrence"],
        ["occurrences"],
        ["timeline"],
        ["tags"],
      ])
        await client.invalidateQueries({ queryKey });
    },
    onError: (error) => tell({ kind: "bad", text: error.message || parts.unreachable }),
  });
  return {
    isPending,
    merge: (other: string) => mutate({ other, isMerge: true }),
    takeOut: (other: string) => mutate({ other, isMerge: false }),
  };
}
