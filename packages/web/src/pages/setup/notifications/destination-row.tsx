import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import {
  changeDestination,
  type Destination,
  type DestinationOwner,
  type DestinationSettings,
  destinationSettings,
  removeDestination,
  sendTest,
} from "../../../api/setup.js";
import { Dialog } from "../../../components/dialog.js";
import { FormEnd } from "../../../components/form.js";
import { useReason } from "../../../components/states.js";
import { useWords } from "../../../i18n/i18n.js";
import { DestinationForm } from "./destination-form.js";
import { TestResult } from "./test-result.js";

interface RowProps {
  readonly project: DestinationOwner;
  readonly destination: Destination;
}

/** A destination, how it does, and what can be done with it: those that come with a POST can only be tested. */
export function DestinationRow({ project, destination }: RowProps) {
  const { setup: words } = useWords();
  const { id, label, isSet, paused } = destination;
  const [isLeaving, setLeaving] = useState(false);
  const [edited, setEdited] = useState<DestinationSettings>();
  const { testing, editing, pausing, removing } = useDeeds(project, id, setEdited);
  const error = [testing, editing, pausing, removing].find((deed) => deed.error)?.error;
  const button = (text: string, act: () => void) => (
    <button type="button" className="button" aria-label={`${text}: ${label}`} onClick={act}>
      {text}
    </button>
  );
  return (
    <li className="px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="min-w-40 flex-1 wrap-anywhere">
          {label}
          <State destination={destination} />
        </span>
        <span className="flex flex-wrap gap-1.5">
          {button(testing.isPending ? words.sendingTest : words.test, () => testing.mutate())}
          {isSet && button(words.edit, () => editing.mutate())}
          {isSet && button(paused ? words.resume : words.pause, () => pausing.mutate(!paused))}
          {isSet && button(words.remove, () => setLeaving(true))}
        </span>
      </div>
      <div role="status">
        {error && <Reason error={error} />}
        {testing.data && <TestResult tested={testing.data} />}
      </div>
      {edited && <DestinationForm project={project} known={edited} onClose={() => setEdited(undefined)} />}
      {isLeaving && <Removal label={label} removing={removing} onClose={() => setLeaving(false)} />}
    </li>
  );
}

interface RemovalProps {
  readonly label: string;
  readonly removing: ReturnType<typeof useDeeds>["removing"];
  readonly onClose: () => void;
}

function Removal({ label, removing, onClose }: RemovalProps) {
  const { setup: words } = useWords();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    removing.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Dialog title={words.removeDestination(label)} onClose={onClose}>
      <p className="mb-4 text-sm">{words.removeDestinationText}</p>
      <form onSubmit={submit}>
        <FormEnd submit={words.remove} isDanger isDisabled={removing.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

function useDeeds(
  project: DestinationOwner,
  id: string,
  onSettings: (settings: DestinationSettings) => void,
) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ["destinations"] });
  return {
    testing: useMutation({ mutationFn: () => sendTest(project, { id }) }),
    editing: useMutation({ mutationFn: () => destinationSettings(project, id), onSuccess: onSettings }),
    pausing: useMutation({
      mutationFn: (paused: boolean) => changeDestination(project, id, { paused }),
      onSuccess,
    }),
    removing: useMutation({ mutationFn: () => removeDestination(project, id), onSuccess }),
  };
}

function State({
  destination: { state, reason, held, paused, rule },
}: {
  readonly destination: Destination;
}) {
  const { setup: words } = useWords();
  const isGood = state === "ok";
  const does = paused ? words.paused : words.states[state];
  const when = rule && (rule.threshold < 0 ? words.rules.first : words.rules.every(rule));
  const { within, users, unusual } = rule?.also ?? {};
  const besides = [
    within && words.rules.within(within),
    users !== undefined && words.rules.users(users),
    unusual && words.rules.unusual,
  ];
  return (
    <span className={`block text-xs ${isGood ? "text-soft" : "text-bad"}`}>
      {[does, when, ...besides, reason, held > 0 ? words.held(held) : ""].filter(Boolean).join(" · ")}
    </span>
  );
}

const Reason = ({ error }: { readonly error: Error }) => (
  <p className="text-bad wrap-anywhere">{useReason(error)}</p>
);
