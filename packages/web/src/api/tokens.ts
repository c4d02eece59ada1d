import type * as Tokens from "@faultline/service/http/v1-tokens";
import { queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { url } from "./addresses.js";
import { request } from "./request.js";

export type Token = z.infer<typeof Tokens.Token>;
export type Scope = Token["scopes"][number];
type CreatedToken = z.infer<typeof Tokens.CreatedToken>;

/** In the order in which they are offered. */
export const SCOPES = ["post", "read", "triage", "source-maps", "manage"] as const satisfies readonly Scope[];

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: ({ signal }) => request<{ tokens: Token[] }>("/v1/tokens", { signal }),
  select: ({ tokens }) => tokens,
});

interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly project?: string | undefined;
  readonly expiresAt?: string | undefined;
}

export const createToken = (wanted: NewToken): Promise<CreatedToken> =>
  request("/v1/tokens", { method: "POST", body: wanted });

export const revokeToken = (id: string): Promise<void> =>
  request(url`/v1/tokens/${id}`, { method: "DELETE" });
