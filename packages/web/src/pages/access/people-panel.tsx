import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Invite, type Person, peopleQuery, removePerson, withdrawInvite } from "../../api/people.js";
import type { Who } from "../../api/session.js";
import { Revocation } from "../../components/revocation.js";
import { Section } from "../../components/section.js";
import { Failed, Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { ChangePerson } from "./change-person.js";
import { InviteForm } from "./invite-form.js";
import { InviteRow, PersonRow } from "./people-rows.js";

type Window = { readonly kind: "change" | "remove"; readonly person: Person };

/** People: invited by a link, listed with what they may, changed, removed. */
export function PeoplePanel({ who }: { readonly who: Who }) {
  const { access } = useWords();
  const words = access.people;
  const { data, error, refetch } = useQuery(peopleQuery);
  const [window, setWindow] = useState<Window>();
  const close = (): void => setWindow(undefined);
  return (
    <Section title={words.title} note={words.note}>
      <InviteForm who={who} isFirst={data?.people.length === 0} />
      {!data && (error ? <Failed error={error} onRetry={refetch} /> : <Loading rows={2} />)}
      {data && <List people={data.people} invites={data.invites} who={who} onWindow={setWindow} />}
      {window?.kind === "change" && <ChangePerson person={window.person} who={who} onClose={close} />}
      {window?.kind === "remove" && <Remove person={window.person} onClose={close} />}
    </Section>
  );
}

interface ListProps {
  readonly people: readonly Person[];
  readonly invites: readonly Invite[];
  readonly who: Who;
  readonly onWindow: (window: Window) => void;
}

function List({ people, invites, who, onWindow }: ListProps) {
  const { access } = useWords();
  return (
    <ul aria-label={access.people.title} className="divide-y divide-line border-t border-line text-sm">
      {people.length === 0 && <li className="px-4 py-3 text-soft">{access.people.nobody}</li>}
      {people.map((person) => (
        <PersonRow
          key={person.id}
          person={person}
          isSelf={person.id === who.id}
          onChange={() => onWindow({ kind: "change", person })}
          onRemove={() => onWindow({ kind: "remove", person })}
        />
      ))}
      {invites.map((invite) => (
        <InviteRow key={invite.id} invite={invite} withdraw={() => withdrawInvite(invite.id)} />
      ))}
    </ul>
  );
}

function Remove({
  person: { id, name },
  onClose,
}: {
  readonly person: Person;
  readonly onClose: () => void;
}) {
  const { access } = useWords();
  const words = access.people;
  return (
    <Revocation
      title={words.removeTitle(name)}
      text={words.removeText}
      word={words.removeWord}
      submit={words.removeSubmit}
      revoke={() => removePerson(id)}
      changes={["people"]}
      onClose={onClose}
    />
  );
}
