import { queryOptions } from "@tanstack/react-query";
import { request } from "./request.js";
import type { StatusReport } from "./types.js";

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => request<StatusReport>("/v1/status", { signal }),
  refetchInterval: 2000,
});
