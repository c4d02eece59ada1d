import * as z from "zod";
import { type HttpWorld, JSON_TYPE } from "./http-world.js";

interface Invited {
  readonly role: "owner" | "member" | "viewer";
  readonly projects?: readonly string[];
  readonly name?: string;
}

/** An open invite, made with the master key, and its token. */
export async function inviteTo(
  { change }: Pick<HttpWorld, "change">,
  wanted: Invited,
): Promise<{ id: string; url: string; token: string }> {
  const answer = await change("/v1/invites", "POST", wanted);
  const { id, url } = z.object({ id: z.string(), url: z.string() }).parse(await answer.json());
  return { id, url, token: new URL(url).hash.slice(1) };
}

let count = 0;

/** Somebody who accepted an invite and is signed in: their id, and their cookie. */
export async function personIn(
  world: Pick<HttpWorld, "change">,
  { email, password = "a password that is long", ...wanted }: Invited & { email?: string; password?: string },
): Promise<{ id: string; cookie: string }> {
  const { token } = await inviteTo(world, wanted);
  count += 1;
  const given = { token, name: wanted.name ?? "Somebody", email: email ?? `${count}@example.com`, password };
  const answer = await world.change("/v1/invite/password", "POST", given, JSON_TYPE);
  if (answer.status !== 201) throw new Error(await answer.text());
  const { id } = z.object({ id: z.string() }).parse(await answer.json());
  return { id, cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "" };
}
