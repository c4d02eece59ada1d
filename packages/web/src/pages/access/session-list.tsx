import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { peopleQuery } from "../../api/people.js";
import { endSession, type Session, sessionsQuery } from "../../api/sessions.js";
import { Failed, Loading } from "../../components/states.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";

/** The browsers that are signed in, each ended by its button. */
/** What somebody is called who is signed in; the master key where it is nobody. */
function useNameOf(person: string | undefined): string {
  const { access, shell } = useWords();
  const { data } = useQuery(peopleQuery);
  if (person === undefined) return shell.masterKey;
  return data?.people.find(({ id }) => id === person)?.name ?? access.people.somebody;
}

export function SessionList() {
  const { access: words } = useWords();
  const { data: sessions, error, refetch } = useQuery(sessionsQuery);
  if (!sessions) return error ? <Failed error={error} onRetry={refetch} /> : <Loading rows={2} />;
  return (
    <ul aria-label={words.signedIn} className="divide-y divide-line border-t border-line text-sm">
      {sessions.length === 0 && <li className="px-4 py-3 text-soft">{words.nobodySignedIn}</li>}
      {sessions.map((session) => (
        <Row key={session.id} session={session} />
      ))}
    </ul>
  );
}

function Row({ session }: { readonly session: Session }) {
  const { access: words } = useWords();
  const { id, device, from, current } = session;
  const client = useQueryClient();
  const ending = useMutation({
    mutationFn: () => endSession(id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <span className="min-w-0 flex-1 wrap-anywhere">
        <Facts session={session} />
        {ending.error && (
          <span role="alert" className="block text-xs text-bad">
            {ending.error.message}
          </span>
        )}
      </span>
      {!current && (
        <button
          type="button"
          className="button button-quiet text-bad"
          aria-label={words.endTitle(device, from)}
          disabled={ending.isPending}
          onClick={() => ending.mutate()}
        >
          {words.endSession}
        </button>
      )}
    </li>
  );
}

/** Whose it is, on what, from where and since when. */
function Facts({
  session: { person, device, from, signedInAt, usedAt, current },
}: {
  readonly session: Session;
}) {
  const { access: words } = useWords();
  const name = useNameOf(person);
  return (
    <>
      {name} · {device}{" "}
      {current && <span className="text-xs font-medium text-good">{words.thisBrowser}</span>}
      <span className="block text-xs text-soft">
        {from} · {words.signedInAt} <TimeAgo at={signedInAt} />
        {usedAt && (
          <>
            {" "}
            · {words.used} <TimeAgo at={usedAt} />
          </>
        )}
      </span>
    </>
  );
}
