import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type BulkChange, changeIssues } from "../../api/issues.js";
import type { OccurrenceRef } from "../../api/occurrences.js";
import { useMay } from "../../api/session.js";
import type { Decision, Issue } from "../../api/types.js";
import { Icon } from "../../components/icon.js";
import { Menu, MenuItem, MenuLine } from "../../components/menu.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";
import { MUTE_SPANS, type MuteSpan, muteFor } from "../../mute/mute-of.js";
import { Muting } from "../../mute/muting.js";
import { tell } from "../../shell/toasts.js";
import { doneBy } from "../issues/changes.js";
import { RemoveIssues } from "../issues/remove-issues.js";
import { AssignButton } from "./assign-button.js";
import { ResolveMenu } from "./resolve-menu.js";
import { useDecision } from "./use-decision.js";

interface DecisionButtonsProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
}

/** What may be decided about it; nothing for who only reads. */
export const DecisionButtons = (props: DecisionButtonsProps) => useMay().triage && <Buttons {...props} />;

/** Resolve, ignore, mute, delete: by pointer, and by the same keys as in the list. */
function Buttons({ place, issue }: DecisionButtonsProps) {
  const { manage } = useMay();
  const { issues: words } = useWords();
  const decision = useDecision(place, issue);
  const [window, setWindow] = useState<"mute" | "remove">();
  useCommands([
    { id: "mute", label: words.mute, group: "issues", keys: ["m"], run: () => setWindow("mute") },
  ]);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <StatusButtons place={place} issue={issue} isBusy={decision.isPending} onDecide={decision.mutate} />
      <MuteMenu
        issue={issue}
        onMuteFor={(span) => decision.mutate({ mute: muteFor(span, Date.now()) })}
        onUnmute={() => decision.mutate({ mute: null })}
        onOther={() => setWindow("mute")}
      />
      <AssignButton place={place} issue={issue} onAssign={(assignee) => decision.mutate({ assignee })} />
      {manage && (
        <button type="button" className="button button-quiet text-bad" onClick={() => setWindow("remove")}>
          {words.remove}
        </button>
      )}
      {window === "mute" && (
        <Muting
          title={words.muteTitle(1)}
          isMuted={issue.mute !== undefined}
          onMute={(mute) => decision.mutate({ mute })}
          onClose={() => setWindow(undefined)}
        />
      )}
      {window === "remove" && <RemoveWindow place={place} onClose={() => setWindow(undefined)} />}
    </div>
  );
}

interface StatusButtonsProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  readonly isBusy: boolean;
  readonly onDecide: (decision: Decision) => void;
}

function StatusButtons({ place, issue, isBusy, onDecide }: StatusButtonsProps) {
  const { issues: words } = useWords();
  const toggle = (status: "resolved" | "ignored"): void =>
    onDecide({ status: issue.status === status ? "unresolved" : status });
  const resolve = issue.status === "resolved" ? words.reopen : words.resolve;
  const ignore = issue.status === "ignored" ? words.unignore : words.ignore;
  useCommands([
    { id: "resolve", label: resolve, group: "issues", keys: ["r"], run: () => toggle("resolved") },
    { id: "ignore", label: ignore, group: "issues", keys: ["i"], run: () => toggle("ignored") },
  ]);
  const button = { type: "button", disabled: isBusy } as const;
  const isUnresolved = issue.status === "unresolved";
  return (
    <>
      <button
        {...button}
        className={`button ${isUnresolved ? "button-main" : ""}`}
        onClick={() => toggle("resolved")}
        aria-keyshortcuts="r"
      >
        <Icon name="check" />
        {resolve}
      </button>
      {issue.status !== "resolved" && <ResolveMenu project={place.project} onResolve={onDecide} />}
      <button {...button} className="button" onClick={() => toggle("ignored")} aria-keyshortcuts="i">
        {ignore}
      </button>
    </>
  );
}

interface MuteMenuProps {
  readonly issue: Issue;
  readonly onMuteFor: (span: MuteSpan) => void;
  readonly onUnmute: () => void;
  readonly onOther: () => void;
}

function MuteMenu({ issue, onMuteFor, onUnmute, onOther }: MuteMenuProps) {
  const { issues: words } = useWords();
  return (
    <Menu
      face={
        <>
          {words.mute}
          <Icon name="chevron" className="size-3.5 text-soft" />
        </>
      }
      keys="m"
      className="button"
    >
      {issue.mute && <MenuItem onSelect={onUnmute}>{words.unmute}</MenuItem>}
      {MUTE_SPANS.map((span) => (
        <MenuItem key={span} onSelect={() => onMuteFor(span)}>
          {words.muteEnds[span]}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onSelect={onOther}>{words.muteOther}</MenuItem>
    </Menu>
  );
}

function RemoveWindow({
  place: { project, issue },
  onClose,
}: {
  readonly place: OccurrenceRef;
  readonly onClose: () => void;
}) {
  const { issues: words } = useWords();
  const navigate = useNavigate();
  const removal = useMutation({
    mutationFn: (change: BulkChange) => changeIssues([{ project, id: issue }], change),
    onSuccess: ([result], change) => {
      // Such as that the project has as many rules as it may have.
      if (result && !result.ok) throw new Error(result.detail);
      tell({ kind: "good", text: words.done[doneBy(change)](1) });
      return navigate({ to: "/projects/$project", params: { project } });
    },
  });
  return (
    <RemoveIssues
      count={1}
      isBusy={removal.isPending}
      error={removal.error?.message}
      onRemove={removal.mutate}
      onClose={onClose}
    />
  );
}
