import { readFileSync } from "node:fs";
import { httpWorld } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { LogBatch } from "../monitoring/function-faults.js";
import { takeFunctionFaults } from "../monitoring/take-function-faults.js";

const FIXTURES = new URL("../../fixtures/", import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, FIXTURES), "utf8"));
const REQUEST = "5f4a1d2c-9b1e-4c5d-8a77-0c2f6f6a1b01";
const APPLICATION = "shop";

const Issues = z.object({ issues: z.array(z.object({ id: z.string(), title: z.string() })) });
const Occurrences = z.object({
  occurrences: z.array(z.object({ id: z.string(), requestId: z.string().optional() })),
});
const Same = z.object({
  events: z.array(z.object({ project: z.string(), issue: z.string(), event: z.string(), title: z.string() })),
});
const Numbered = z.object({ number: z.string() });

function world() {
  const own = httpWorld();
  const issuesOf = async (project: string) =>
    (await own.get(`/v1/projects/${project}/issues`, Issues)).issues.map(({ id }) => id);
  return {
    ...own,
    issuesOf,
    /** As an SDK posts it, to the application's project. */
    async post(event: object) {
      const { number } = Numbered.parse(
        await (await own.change(`/v1/projects/${APPLICATION}`, "PUT", {})).json(),
      );
      const answer = await own.app.request(`/api/${number}/store/?sentry_key=${CLIENT_KEY}`, {
        method: "POST",
        body: JSON.stringify(event),
      });
      expect(answer.status).toBe(200);
    },
    /** As the subscription of the function's log hands it over. */
    log: async (batch: unknown) => takeFunctionFaults(own.region.ports, LogBatch.parse(batch)),
    /** What the latest event of a project's issues leads to. */
    async ledTo(project: string) {
      const found = (await issuesOf(project)).map(async (issue) => {
        const path = `/v1/projects/${project}/issues/${issue}/occurrences`;
        const [latest] = (await own.get(path, Occurrences)).occurrences;
        const { events } = await own.get(`${path}/${latest?.id}/same-request`, Same);
        return {
          requestId: latest?.requestId,
          to: events.map(({ project: where, issue: id }) => ({ where, id })),
        };
      });
      return Promise.all(found);
    },
  };
}

const LANGUAGES = [
  { language: "node", log: "node-json", function: "orders" },
  { language: "node", log: "node-timeout", function: "orders" },
  { language: "python", log: "python", function: "mailer" },
  { language: "java", log: "java", function: "billing" },
  { language: "ruby", log: "ruby", function: "thumbnails" },
];

const Posted = z.looseObject({});
const ORDERS = ["posted first", "log first"] as const;
const CASES = LANGUAGES.flatMap((one) => ORDERS.map((order) => ({ ...one, order })));

test.each(CASES)(
  "$log, $order: what the function posted and what its log tells lead to each other",
  async (one) => {
    const { post, log, ledTo, issuesOf, region } = world();
    const steps = [
      () => post(Posted.parse(read(`posted-in-lambda/${one.language}.json`))),
      () => log(read(`function-logs/${one.log}.json`)),
    ];
    for (const step of one.order === "log first" ? steps.reverse() : steps) {
      await step();
      await region.settle();
    }
    const [posted] = await issuesOf(APPLICATION);
    const logged = await issuesOf(one.function);
    expect(logged.length).toBeGreaterThan(0);
    const others = (own: string | undefined) => [
      ...(posted === own ? [] : [{ where: APPLICATION, id: posted }]),
      ...logged.filter((id) => id !== own).map((id) => ({ where: one.function, id })),
    ];
    const told = [...(await ledTo(APPLICATION)), ...(await ledTo(one.function))];
    expect(told).toHaveLength(logged.length + 1);
    for (const [place, { requestId, to }] of told.entries()) {
      expect(requestId).toBe(REQUEST);
      expect(new Set(to)).toEqual(new Set(others([posted, ...logged][place])));
    }
  },
);

test("whatever way an event says its request, it is found", async () => {
  const ways = [
    { tags: { requestId: REQUEST } },
    { tags: { aws_request_id: REQUEST.toUpperCase() } },
    { extra: { awsRequestId: REQUEST } },
    { extra: { "lambda.aws_request_id": REQUEST } },
    { contexts: { trace: { trace_id: "0".repeat(32) }, function: { "faas.invocation_id": REQUEST } } },
  ];
  for (const way of ways) {
    const { post, log, ledTo, region } = world();
    await post({ event_id: "1".repeat(32), message: "it broke", ...way });
    await log(read("function-logs/node-timeout.json"));
    await region.settle();
    expect(await ledTo(APPLICATION), JSON.stringify(way)).toMatchObject([{ to: [{ where: "orders" }] }]);
  }
});

test("another request, and an id that is none of Lambda's, lead nowhere", async () => {
  for (const requestId of ["5f4a1d2c-9b1e-4c5d-8a77-0c2f6f6a1b02", "4711"]) {
    const { post, log, ledTo, region } = world();
    await post({ event_id: "1".repeat(32), message: "it broke", tags: { requestId } });
    await log(read("function-logs/node-timeout.json"));
    await region.settle();
    expect(await ledTo(APPLICATION)).toMatchObject([{ to: [] }]);
    expect(await ledTo("orders")).toMatchObject([{ to: [] }]);
  }
});

test("an issue that was deleted is led to no longer", async () => {
  const { post, log, ledTo, change, issuesOf, region } = world();
  await post({ event_id: "1".repeat(32), message: "it broke", tags: { requestId: REQUEST } });
  await log(read("function-logs/node-timeout.json"));
  await region.settle();
  await change(`/v1/projects/${APPLICATION}/issues/${(await issuesOf(APPLICATION))[0]}`, "DELETE");
  await region.settle();
  expect(await ledTo("orders")).toMatchObject([{ to: [] }]);
});

test("an event without a request id costs no write more", async () => {
  const units = async (tags: Record<string, string>) => {
    const { post, region } = world();
    await post({ event_id: "1".repeat(32), message: "it broke", tags });
    await region.settle();
    return region.units().view.write;
  };
  const without = await units({ other: REQUEST });
  expect(await units({ other: "x" })).toBe(without);
  expect(await units({ requestId: REQUEST })).toBe(without + 1);
});
