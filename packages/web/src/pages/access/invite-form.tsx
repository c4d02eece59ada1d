import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type CreatedInvite, invitePerson, type Placed } from "../../api/people.js";
import type { Who } from "../../api/session.js";
import { CopyButton } from "../../components/copy-button.js";
import { Field } from "../../components/form.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { FirstOwner } from "./first-owner.js";
import { isPlaced, PlaceChoice } from "./place-choice.js";

interface InviteFormProps {
  readonly who: Who;
  /** Nobody is here yet. */
  readonly isFirst: boolean;
}

/** Asks whom to invite to what, and shows the link once. */
export function InviteForm({ who, isFirst }: InviteFormProps) {
  const { access } = useWords();
  const words = access.people;
  const { language } = useSettings();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [placed, setPlaced] = useState<Placed>({ role: "member", projects: who.projects && [] });
  const invitation = useMutation({
    mutationFn: invitePerson,
    onSuccess: () => {
      setName("");
      setEmail("");
      return client.invalidateQueries({ queryKey: ["people"] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    invitation.mutate({
      ...placed,
      name: name.trim() || undefined,
      email: email.trim() || undefined,
      language,
    });
  };
  return (
    <>
      {isFirst && !who.isPerson && <FirstOwner />}
      <form onSubmit={submit} noValidate className="space-y-3 px-4 py-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={words.name} hint={words.optional} value={name} onChange={setName} maxLength={100} />
          <Field label={words.email} hint={words.optional} type="email" value={email} onChange={setEmail} />
        </div>
        <PlaceChoice who={who} placed={placed} onChoose={setPlaced} />
        <button
          type="submit"
          className="button button-main"
          disabled={!isPlaced(placed) || invitation.isPending}
        >
          {words.invite}
        </button>
        <div role="status" className="text-sm">
          {invitation.error && <p className="text-bad">{invitation.error.message}</p>}
          {invitation.data && <Made invite={invitation.data} to={invitation.variables.email} />}
        </div>
      </form>
    </>
  );
}

interface MadeProps {
  readonly invite: CreatedInvite;
  readonly to: string | undefined;
}

/** A link that is shown this once. */
function Made({ invite: { url, mail }, to = "" }: MadeProps) {
  const { access } = useWords();
  const words = access.people;
  return (
    <div className="rounded-lg bg-good-wash p-3">
      {mail?.outcome === "sent" && <p className="font-medium">{words.mailed(to)}</p>}
      {mail?.outcome === "failed" && (
        <p className="text-bad wrap-anywhere">{words.notMailed(to, mail.reason ?? "")}</p>
      )}
      <p className={mail?.outcome === "sent" ? "text-soft" : "font-medium"}>{words.linkOnce}</p>
      <p className="mt-1 flex flex-wrap items-center gap-2">
        <code className="min-w-0 font-mono text-xs wrap-anywhere">{url}</code>
        <CopyButton text={() => url} />
      </p>
    </div>
  );
}
