import type { Mail } from "@faultline/destinations/mail";
import { httpWorld, JSON_TYPE, MASTER } from "@faultline/testing/http-world";
import { personIn } from "@faultline/testing/person-in";
import { expect, test } from "vitest";
import * as z from "zod";
import type { Post } from "../ports.js";
import { createApp } from "./app.js";

const Made = z.object({
  url: z.string(),
  mail: z.object({ outcome: z.string(), reason: z.string().optional() }).optional(),
});
const Lines = z.object({ lines: z.array(z.looseObject({ did: z.string(), status: z.number().optional() })) });

/** Invites by an app that mails so, or not at all. */
async function invited(wanted: object, mail?: Post) {
  const { region } = httpWorld();
  const app = createApp(
    { ...region.ports, mail },
    { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 5000 },
  );
  const body = JSON.stringify({ role: "member", ...wanted });
  const answer = await app.request("/v1/invites", { method: "POST", headers: MASTER, body });
  expect(answer.status).toBe(201);
  const stored = JSON.stringify((await region.ports.log.scan()).items);
  return { ...Made.parse(await answer.json()), stored };
}

test("an invite with an address is mailed where there is a mail server, and its link is shown all the same", async () => {
  const mails: Mail[] = [];
  const post: Post = async (mail) => {
    mails.push(mail);
  };
  const { url, mail, stored } = await invited({ email: "Ada@Example.com", projects: undefined }, post);
  expect(mail).toEqual({ outcome: "sent" });
  expect(mails).toEqual([
    {
      to: ["ada@example.com"],
      subject: "master key invites you to Faultline",
      text: expect.stringContaining(`\n${url}\n`),
    },
  ]);
  expect(mails[0]?.text).toContain("until 2026-12-01 12:00 UTC");
  expect(stored).not.toContain(url.split("#")[1]);
});

test("the mail is in the language of who invites", async () => {
  const mails: Mail[] = [];
  const post: Post = async (mail) => {
    mails.push(mail);
  };
  await invited({ email: "ada@example.com", language: "ja" }, post);
  expect(mails[0]?.subject).toBe("master keyさんからFaultlineへの招待");
});

test("a mail server that refuses takes nothing of the invite, and says why", async () => {
  const { url, mail } = await invited({ email: "ada@example.com" }, async () => {
    throw new Error("550 no such mailbox");
  });
  expect(url).toContain("/invite#");
  expect(mail).toEqual({ outcome: "failed", reason: "Error: 550 no such mailbox" });
});

test("without an address, or a mail server, nobody is mailed", async () => {
  const post: Post = async () => {
    throw new Error("not to be asked");
  };
  expect((await invited({ name: "Ada" }, post)).mail).toBeUndefined();
  expect((await invited({ email: "ada@example.com" })).mail).toBeUndefined();
});

test("people change their own name, nobody else's, and the audit has both names", async () => {
  const world = httpWorld();
  const { cookie } = await personIn(world, { role: "viewer", name: "Ada" });
  const rename = (name: string) =>
    world.change("/v1/account", "PATCH", { name }, { ...JSON_TYPE, cookie, origin: "http://faultline.test" });
  const answer = await rename(" Ada Lovelace ");
  expect([answer.status, await answer.json()]).toMatchObject([200, { name: "Ada Lovelace" }]);
  expect((await rename("master key")).status).toBe(422);
  expect((await world.change("/v1/account", "PATCH", { name: "Nobody" })).status).toBe(403);
  const account = await world.app.request("/v1/account", { headers: { cookie } });
  expect(await account.json()).toMatchObject({ name: "Ada Lovelace" });
  const { lines } = await world.get("/v1/audit", Lines);
  expect(lines.find(({ did, status }) => did === "PATCH /v1/account" && status === 200)).toMatchObject({
    detail: { name: "Ada Lovelace", before: "Ada" },
  });
});
