import { httpWorld, MASTER, oneError } from "@faultline/testing/http-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { createApp } from "../http/app.js";

const Occurrences = z.object({ occurrences: z.array(z.object({ message: z.string() })) });

/** Does not compress, so that its pack goes to Blobs. */
const noise = Array.from({ length: 20 }, (_, text) =>
  Array.from({ length: 500 }, (__, place) =>
    Math.floor(Math.abs(Math.sin(text * 500 + place + 1)) * 2 ** 31).toString(36),
  ).join(""),
);

test("an object that was lost hides its own events, and no other", async () => {
  const world = httpWorld();
  await world.post(oneError("total is 12", { params: { noise } }));
  await world.post(oneError("total is 13"));
  const [issue] = await world.issuesOf();
  expect(issue?.count).toBe(2);
  const { ports } = world.region;
  const lost = { ...ports, blobs: { ...ports.blobs, get: async () => undefined } };
  const app = createApp(lost, {
    healthy: async () => true,
    peerHealthy: async () => false,
    staleMilliseconds: 5000,
  });
  const response = await app.request(`/v1/projects/shop/issues/${issue?.id}/occurrences`, {
    headers: MASTER,
  });
  expect(response.status).toBe(200);
  const { occurrences } = Occurrences.parse(await response.json());
  expect(occurrences.map(({ message }) => message)).toEqual(["total is 13"]);
});
