import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { isPassing } from "../api/request.js";
import { Icon } from "../components/icon.js";
import { useWords } from "../i18n/i18n.js";

/** Says that the service does not answer, while the page goes on showing what it knows. */
export function Connection() {
  const { shell } = useWords();
  const isAway = useIsAway();
  return (
    <div role="status">
      {isAway && (
        <p className="flex items-center justify-center gap-2 bg-warn-wash px-4 py-1.5 text-sm text-warn">
          <Icon name="warn" />
          {shell.disconnected}
        </p>
      )}
    </div>
  );
}

function useIsAway(): boolean {
  const client = useQueryClient();
  const subscribe = useCallback(
    (listener: () => void) => client.getQueryCache().subscribe(listener),
    [client],
  );
  return useSyncExternalStore(subscribe, () => isAway(client));
}

const isAway = (client: QueryClient): boolean =>
  client
    .getQueryCache()
    .findAll({ type: "active" })
    .some(({ state }) => state.fetchFailureCount > 0 && isPassing(state.fetchFailureReason));
