import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { inviteQuery } from "../../api/invite.js";
import { ApiError } from "../../api/request.js";
import { Empty, Failed, Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { useTitle } from "../../shell/title.js";
import { Entrance } from "../sign-in/entrance.js";
import { Acceptance } from "./acceptance.js";

/** What somebody is invited to, and the ways to accept. */
export function InvitePage() {
  const { signIn: words } = useWords();
  useTitle(words.invited);
  // It stands behind the `#`, which no browser sends.
  const [token] = useState(() => location.hash.slice(1));
  const { data: invite, error, refetch } = useQuery(inviteQuery(token));
  const enter = useEnter();
  return (
    <Entrance title="Faultline" lead={words.lead}>
      <div className="panel">
        {!invite && !error && <Loading rows={2} />}
        {error && isOver(error) && (
          <Empty icon="search" title={words.inviteOver} hint={words.inviteOverHint} />
        )}
        {error && !isOver(error) && <Failed error={error} onRetry={refetch} />}
        {invite && <Acceptance token={token} invite={invite} onEntered={enter} />}
      </div>
    </Entrance>
  );
}

const isOver = (error: Error): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 422);

/** Goes on to the projects; the way back does not lead to an invite that is used. */
function useEnter(): () => Promise<void> {
  const router = useRouter();
  const client = useQueryClient();
  return async () => {
    client.clear();
    await router.navigate({ to: "/projects", replace: true });
  };
}
