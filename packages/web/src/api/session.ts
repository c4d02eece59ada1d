import { request } from "./request.js";

export const signIn = (key: string): Promise<unknown> =>
  request("/v1/session", { method: "POST", body: { key } });

/** Ends every session, this one too. */
export const signOutEverywhere = (): Promise<unknown> => request("/v1/sessions", { method: "DELETE" });

export const signOut = (): Promise<unknown> => request("/v1/session", { method: "DELETE" });
