import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { signOutEverywhere } from "../../api/session.js";
import { ConfirmByTyping } from "../../components/confirm-by-typing.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";
import { useLeave } from "../../shell/shell-commands.js";
import { SessionList } from "./session-list.js";

/** Who is signed in; ends one session, or every one there is when a computer or a cookie got into other hands. */
export function SessionsPanel() {
  const { access: words } = useWords();
  const [isAsking, setAsking] = useState(false);
  return (
    <Section title={words.sessions} note={words.sessionsNote}>
      <div className="flex flex-wrap items-center gap-3 px-4 py-3 text-sm">
        <p className="min-w-0 flex-1 basis-64 text-soft">{words.sessionsText}</p>
        <button type="button" className="button text-bad" onClick={() => setAsking(true)}>
          {words.signOutEverywhere}
        </button>
      </div>
      <SessionList />
      {isAsking && <SignOutEverywhere onClose={() => setAsking(false)} />}
    </Section>
  );
}

function SignOutEverywhere({ onClose }: { readonly onClose: () => void }) {
  const { access: words } = useWords();
  const leave = useLeave();
  const ending = useMutation({ mutationFn: signOutEverywhere, onSuccess: leave });
  return (
    <ConfirmByTyping
      title={words.signOutEverywhereTitle}
      text={words.signOutEverywhereText}
      word={words.signOutWord}
      submit={words.signOutEverywhere}
      isBusy={ending.isPending}
      error={ending.error?.message}
      onConfirm={ending.mutate}
      onClose={onClose}
    />
  );
}
