import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { changeIssues } from "../../api/issues.js";
import type { OccurrenceRef } from "../../api/occurrences.js";
import type { Decision, Issue } from "../../api/types.js";
import { ConfirmByTyping } from "../../components/confirm-by-typing.js";
import { Dialog } from "../../components/dialog.js";
import { Icon } from "../../components/icon.js";
import { Menu, MenuItem, MenuLine } from "../../components/menu.js";
import { Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";
import { tell } from "../../shell/toasts.js";
import { AssignButton } from "./assign-button.js";
import { ResolveMenu } from "./resolve-menu.js";
import { useDecision } from "./use-decision.js";

const MuteUntilWindow = lazy(() =>
  import("./mute-until-window.js").then(({ MuteUntilWindow }) => ({ default: MuteUntilWindow })),
);

interface DecisionButtonsProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
}

const HOUR = 3_600_000;

/** Resolve, ignore, mute, delete: by pointer, and by the same keys as in the list. */
export function DecisionButtons({ place, issue }: DecisionButtonsProps) {
  const { issues: words } = useWords();
  const decision = useDecision(place, issue);
  const [window, setWindow] = useState<"mute" | "remove">();
  const muteFor = (milliseconds: number): void =>
    decision.mutate({ mute: { until: new Date(Date.now() + milliseconds).toISOString() } });
  useCommands([
    { id: "mute", label: words.mute, group: "issues", keys: ["m"], run: () => setWindow("mute") },
  ]);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <StatusButtons place={place} issue={issue} isBusy={decision.isPending} onDecide={decision.mutate} />
      <MuteMenu
        issue={issue}
        onMuteFor={muteFor}
        onUnmute={() => decision.mutate({ mute: null })}
        onOther={() => setWindow("mute")}
      />
      <AssignButton place={place} issue={issue} onAssign={(assignee) => decision.mutate({ assignee })} />
      <button type="button" className="button button-quiet text-bad" onClick={() => setWindow("remove")}>
        {words.remove}
      </button>
      {window === "mute" && (
        <Suspense fallback={<OpeningMute onClose={() => setWindow(undefined)} />}>
          <MuteUntilWindow
            onMute={(mute) => decision.mutate({ mute })}
            onClose={() => setWindow(undefined)}
          />
        </Suspense>
      )}
      {window === "remove" && <RemoveWindow place={place} onClose={() => setWindow(undefined)} />}
    </div>
  );
}

/** There at once: what is typed while the window is fetched is not meant for the page. */
function OpeningMute({ onClose }: { readonly onClose: () => void }) {
  const { issue: words } = useWords();
  return (
    <Dialog title={words.muteTitle} onClose={onClose}>
      <Loading rows={3} />
    </Dialog>
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
  readonly onMuteFor: (milliseconds: number) => void;
  readonly onUnmute: () => void;
  readonly onOther: () => void;
}

function MuteMenu({ issue, onMuteFor, onUnmute, onOther }: MuteMenuProps) {
  const { issues: words, issue: own } = useWords();
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
      <MenuItem onSelect={() => onMuteFor(HOUR)}>{words.muteFor.hour}</MenuItem>
      <MenuItem onSelect={() => onMuteFor(24 * HOUR)}>{words.muteFor.day}</MenuItem>
      <MenuItem onSelect={() => onMuteFor(7 * 24 * HOUR)}>{words.muteFor.week}</MenuItem>
      <MenuLine />
      <MenuItem onSelect={onOther}>{own.muteOther}</MenuItem>
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
    mutationFn: () => changeIssues([{ project, id: issue }], { delete: true }),
    onSuccess: () => {
      tell({ kind: "good", text: words.done.deleted(1) });
      return navigate({ to: "/projects/$project", params: { project } });
    },
  });
  return (
    <ConfirmByTyping
      title={words.removeTitle(1)}
      text={words.removeText(1)}
      submit={words.removeSubmit}
      isBusy={removal.isPending}
      error={removal.error?.message}
      onConfirm={removal.mutate}
      onClose={onClose}
    />
  );
}
