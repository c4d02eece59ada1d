import type * as Sessions from "@faultline/service/http/v1-session";
import { queryOptions, useQuery } from "@tanstack/react-query";
import type * as z from "zod";
import { SESSION } from "./addresses.js";
import { request } from "./request.js";

type Session = z.infer<typeof Sessions.Session>;
export type Who = NonNullable<Session["who"]>;

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => request<Session>(SESSION, { signal }),
  staleTime: 60_000,
});

/** Who is signed in here; undefined until that is known. */
export const useWho = (): Who | undefined => useQuery(sessionQuery).data?.who;

/** What whoever is signed in may do beside reading: the rest is refused, so it is not offered. All, until that is known. */
export function useMay(): { readonly triage: boolean; readonly manage: boolean } {
  const role = useWho()?.role ?? "owner";
  return { triage: role !== "viewer", manage: role === "owner" };
}

export const signIn = (key: string): Promise<unknown> => request(SESSION, { method: "POST", body: { key } });

export const signInByPassword = (given: { email: string; password: string }): Promise<unknown> =>
  request("/v1/session/password", { method: "POST", body: given });

/** Ends every session, this one too: of everybody for who manages everything, else one's own. */
export const signOutEverywhere = (): Promise<unknown> => request("/v1/sessions", { method: "DELETE" });

export const signOut = (): Promise<unknown> => request(SESSION, { method: "DELETE" });
