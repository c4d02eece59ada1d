import type * as People from "@faultline/service/http/v1-people";
import { queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { url, withQuery } from "./addresses.js";
import { request } from "./request.js";

export type Person = z.infer<typeof People.Person>;
export type Invite = z.infer<typeof People.OpenInvite>;
export type CreatedInvite = z.infer<typeof People.CreatedInvite>;
export type Role = Invite["role"];

/** In the order in which they are offered. */
export const ROLES = ["viewer", "member", "owner"] as const satisfies readonly Role[];

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }) => request<{ people: Person[]; invites: Invite[] }>("/v1/people", { signal }),
});

/** Who sees a project. */
export const peopleOfQuery = (project: string) =>
  queryOptions({
    queryKey: ["people", project],
    queryFn: ({ signal }) => request<{ people: Person[] }>(withQuery("/v1/people", { project }), { signal }),
    select: ({ people }) => people,
  });

/** What somebody may, and where; without projects, in all. */
export interface Placed {
  readonly role: Role;
  readonly projects?: readonly string[] | undefined;
}

export const invitePerson = (
  wanted: Placed & {
    readonly name?: string | undefined;
    readonly email?: string | undefined;
    readonly language?: "en" | "ja" | undefined;
  },
): Promise<CreatedInvite> => request("/v1/invites", { method: "POST", body: wanted });

export const withdrawInvite = (id: string): Promise<void> =>
  request(url`/v1/invites/${id}`, { method: "DELETE" });

export const changePerson = (id: string, { role, projects = undefined }: Placed): Promise<Person> =>
  request(url`/v1/people/${id}`, { method: "PATCH", body: { role, projects: projects ?? null } });

export const removePerson = (id: string): Promise<void> =>
  request(url`/v1/people/${id}`, { method: "DELETE" });
