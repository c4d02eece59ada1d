import type * as Accounts from "@faultline/service/http/v1-account";
import { queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { url } from "./addresses.js";
import { makePasskey } from "./passkeys.js";
import { request } from "./request.js";

type Account = z.infer<typeof Accounts.Account>;
export type Passkey = Account["passkeys"][number];

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: ({ signal }) => request<Account>("/v1/account", { signal }),
});

export const changeOwnName = (name: string): Promise<unknown> =>
  request("/v1/account", { method: "PATCH", body: { name } });

export const addPasskey = (name: string): Promise<unknown> =>
  makePasskey("/v1/account/passkeys", {}, { name });

export const removePasskey = (id: string): Promise<void> =>
  request(url`/v1/account/passkeys/${id}`, { method: "DELETE" });

export const changePassword = (given: { current?: string; password: string }): Promise<void> =>
  request("/v1/account/password", { method: "PUT", body: given });
