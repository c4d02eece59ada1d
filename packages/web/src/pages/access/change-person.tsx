import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { changePerson, type Person, type Placed } from "../../api/people.js";
import type { Who } from "../../api/session.js";
import { Dialog } from "../../components/dialog.js";
import { FormEnd } from "../../components/form.js";
import { useWords } from "../../i18n/i18n.js";
import { isPlaced, PlaceChoice } from "./place-choice.js";

interface ChangePersonProps {
  readonly person: Person;
  readonly who: Who;
  readonly onClose: () => void;
}

/** Gives somebody another role, or other projects. */
export function ChangePerson({ person, who, onClose }: ChangePersonProps) {
  const { access } = useWords();
  const words = access.people;
  const client = useQueryClient();
  const [placed, setPlaced] = useState<Placed>({
    role: person.role ?? "viewer",
    projects: person.projects,
  });
  const change = useMutation({
    mutationFn: (next: Placed) => changePerson(person.id, next),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: ["people"] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(placed);
  };
  return (
    <Dialog title={words.changeTitle(person.name)} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <PlaceChoice who={who} placed={placed} onChoose={setPlaced} />
        <p role="alert" className="text-sm text-bad empty:hidden">
          {change.error?.message}
        </p>
        <FormEnd submit={words.save} isDisabled={!isPlaced(placed) || change.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
