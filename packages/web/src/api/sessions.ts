import type * as Sessions from "@faultline/service/http/v1-session";
import { queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { url } from "./addresses.js";
import { request } from "./request.js";

export type Session = z.infer<typeof Sessions.ListedSession>;

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => request<{ sessions: Session[] }>("/v1/sessions", { signal }),
  select: ({ sessions }) => sessions,
});

export const endSession = (id: string): Promise<void> =>
  request(url`/v1/sessions/${id}`, { method: "DELETE" });
