import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Invite, Person, Placed, Role } from "../../api/people.js";
import { Icon } from "../../components/icon.js";
import { Menu, MenuItem } from "../../components/menu.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useByName } from "../../components/use-by-name.js";
import { useWords } from "../../i18n/i18n.js";

interface PersonRowProps {
  readonly person: Person;
  readonly isSelf: boolean;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

export function PersonRow({ person, isSelf, onChange, onRemove }: PersonRowProps) {
  const { access } = useWords();
  const words = access.people;
  const { name, email, role } = person;
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <span className="min-w-0 flex-1 wrap-anywhere">
        {name} {isSelf && <span className="text-xs font-medium text-good">{words.you}</span>}
        {email && <span className="text-xs text-soft"> {email}</span>}
        {role && <Facts role={role} person={person} />}
      </span>
      {role && (
        <Menu
          face={<Icon name="more" />}
          name={words.actions(name)}
          className="button button-quiet px-2"
          align="end"
        >
          <MenuItem onSelect={onChange}>{words.change}</MenuItem>
          <MenuItem onSelect={onRemove} isDanger>
            {words.remove}
          </MenuItem>
        </Menu>
      )}
    </li>
  );
}

function Facts({ role, person }: { readonly role: Role; readonly person: Person }) {
  const { access } = useWords();
  const byName = useByName();
  const words = access.people;
  const { projects, createdBy, seenAt } = person;
  return (
    <>
      <span className="block text-xs">
        <Place role={role} projects={projects} />
      </span>
      <span className="block text-xs text-soft">
        {seenAt ? (
          <>
            {words.seen} <TimeAgo at={seenAt} />
          </>
        ) : (
          words.neverSeen
        )}
        {createdBy && ` · ${words.by(byName(createdBy))}`}
      </span>
    </>
  );
}

interface InviteRowProps {
  readonly invite: Invite;
  readonly withdraw: () => Promise<unknown>;
}

/** Somebody who has not come yet. */
export function InviteRow({ invite, withdraw }: InviteRowProps) {
  const { access } = useWords();
  const byName = useByName();
  const words = access.people;
  const client = useQueryClient();
  const withdrawal = useMutation({
    mutationFn: withdraw,
    onSettled: () => client.invalidateQueries({ queryKey: ["people"] }),
  });
  const { name, email, role, projects, createdBy, expiresAt } = invite;
  const called = name ?? email ?? words.somebody;
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <span className="min-w-0 flex-1 wrap-anywhere">
        {called} <span className="text-xs font-medium text-soft">{words.open}</span>
        {name && email && <span className="text-xs text-soft"> {email}</span>}
        <span className="block text-xs">
          <Place role={role} projects={projects} />
        </span>
        <span className="block text-xs text-soft">
          {words.by(byName(createdBy))} · {words.expires} <TimeAgo at={expiresAt} isAhead />
        </span>
      </span>
      <button
        type="button"
        className="button button-quiet text-bad"
        aria-label={words.withdrawTitle(called)}
        disabled={withdrawal.isPending}
        onClick={() => withdrawal.mutate()}
      >
        {words.withdraw}
      </button>
    </li>
  );
}

function Place({ role, projects }: Placed) {
  const { access } = useWords();
  return (
    <>
      {access.people.roles[role]} · {projects?.join(access.comma) ?? access.people.all}
    </>
  );
}
