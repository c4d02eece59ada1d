import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { OccurrenceRef } from "../../api/occurrences.js";
import { peopleOfQuery } from "../../api/people.js";
import type { Issue } from "../../api/types.js";
import { Assignee } from "../../components/assignee.js";
import { Dialog } from "../../components/dialog.js";
import { Field, FormEnd } from "../../components/form.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";

interface AssignButtonProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  readonly onAssign: (assignee: string | null) => void;
}

/** Who looks after the issue, and who is to: by pointer, and by the key `a`. */
export function AssignButton({ place, issue, onAssign }: AssignButtonProps) {
  const { activity: words } = useWords();
  const [isOpen, setOpen] = useState(false);
  useCommands([
    { id: "assign", label: words.assign, group: "issues", keys: ["a"], run: () => setOpen(true) },
  ]);
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)} aria-keyshortcuts="a">
        {issue.assignee === null ? (
          words.assign
        ) : (
          <>
            <Assignee name={issue.assignee} />
            <span className="max-w-40 truncate">{issue.assignee}</span>
          </>
        )}
      </button>
      {isOpen && (
        <AssignWindow
          project={place.project}
          known={issue.assignee}
          onAssign={onAssign}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

interface AssignWindowProps {
  readonly project: string;
  readonly known: string | null;
  readonly onAssign: (assignee: string | null) => void;
  readonly onClose: () => void;
}

function AssignWindow({ project, known, onAssign, onClose }: AssignWindowProps) {
  const { activity: words } = useWords();
  const list = useId();
  const [name, setName] = useState("");
  const { data: people = [] } = useQuery(peopleOfQuery(project));
  const assign = (assignee: string | null): void => {
    onAssign(assignee);
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== "") assign(name.trim());
  };
  return (
    <Dialog title={words.assignTitle} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <Field label={words.assignee} value={name} onChange={setName} list={list} maxLength={200} />
        <datalist id={list}>
          {people.map((person) => (
            <option key={person.id} value={person.name} />
          ))}
        </datalist>
        {known !== null && (
          <button type="button" className="button button-quiet" onClick={() => assign(null)}>
            {words.nobody}
          </button>
        )}
        <FormEnd submit={words.assign} isDisabled={name.trim() === ""} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
