import { request } from "./request.js";

export const signIn = (key: string): Promise<unknown> =>
  request("/v1/session", { method: "POST", body: { key } });

export const signOut = (): Promise<unknown> => request("/v1/session", { method: "DELETE" });
