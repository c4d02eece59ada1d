import { queryOptions } from "@tanstack/react-query";
import { STATUS } from "./addresses.js";
import { request } from "./request.js";
import type { StatusReport } from "./types.js";

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => request<StatusReport>(STATUS, { signal }),
  refetchInterval: 2000,
});
