import type * as Invites from "@faultline/service/http/v1-passwords";
import { queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { makePasskey } from "./passkeys.js";
import { request } from "./request.js";

export type ShownInvite = z.infer<typeof Invites.ShownInvite>;

/** What an invite is for. Its token is posted, so that it lies in no log. */
export const inviteQuery = (token: string) =>
  queryOptions({
    queryKey: ["invite", token],
    queryFn: ({ signal }) => request<ShownInvite>("/v1/invite", { method: "POST", body: { token }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export interface Accepted {
  readonly token: string;
  readonly name: string;
  readonly email: string;
}

export const acceptByPassword = (given: Accepted & { readonly password: string }): Promise<unknown> =>
  request("/v1/invite/password", { method: "POST", body: given });

export const acceptByPasskey = ({ token, name, email }: Accepted): Promise<unknown> =>
  makePasskey("/v1/invite/passkey", { token, name }, { token, name, email: email || undefined });
