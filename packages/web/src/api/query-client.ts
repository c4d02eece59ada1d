import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError, isPassing } from "./request.js";

const RETRIES_MAX = 4;

/** What the pages know. `onSignedOut` is called when the service no longer knows who asks. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: Error): void => {
    if (error instanceof ApiError && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // A world on this machine is there without a network.
        networkMode: "always",
        staleTime: 2000,
        retry: (failures, error) => failures < RETRIES_MAX && isPassing(error),
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 5000),
      },
      mutations: { networkMode: "always" },
    },
  });
}
