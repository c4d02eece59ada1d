import { httpWorld, MASTER, NOW } from "@faultline/testing/http-world";
import { seeded } from "@faultline/testing/seeded";
import { expect, test } from "vitest";
import * as z from "zod";
import { wrapTable } from "../table/wrap-table.js";
import { allIssues } from "./all-issues.js";
import { inOrder } from "./listing.js";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const SECOND = 1000;
const STATUSES = ["all", "unresolved", "resolved", "ignored"] as const;
const Page = z.object({
  issues: z.array(z.looseObject({ id: z.string(), project: z.string(), lastSeen: z.string() })),
  cursor: z.string().nullable(),
});
type Issue = z.infer<typeof Page>["issues"][number];

const names = (count: number): string[] => Array.from({ length: count }, (_, place) => `p${place}`);

/** Projects of one to eight issues, seen at times of their clients' within two hours, no two at one time. */
async function projectsOf(count: number, random: () => number) {
  const world = httpWorld();
  const times = Array.from({ length: 7_200 }, (_, second) => NOW - second * SECOND);
  const timeOf = (): string => {
    const [time = 0] = times.splice(Math.floor(random() * times.length), 1);
    return new Date(time).toISOString();
  };
  for (const project of names(count)) {
    const errors = Array.from({ length: 1 + Math.floor(random() ** 2 * 8) }, (_, kind) =>
      Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
        type: `Broken${kind}`,
        message: "it broke",
        timestamp: timeOf(),
      })),
    ).flat();
    await world.post({ errors }, {}, project);
  }
  await world.region.settle();
  return world;
}

type World = Awaited<ReturnType<typeof projectsOf>>;

async function every(world: World, path: string): Promise<Issue[]> {
  const issues: Issue[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: z.infer<typeof Page> = await world.get(`${path}${cursor && `&cursor=${cursor}`}`, Page);
    issues.push(...page.issues);
    cursor = page.cursor;
  }
  return issues;
}

/** What people do to some of the issues. */
async function decideOnSome(world: World, random: () => number): Promise<void> {
  const asked = ({ project, id }: Issue, method: string, body?: object, path = "") =>
    world.change(`/v1/projects/${project}/issues/${id}${path}`, method, body);
  const issues = await every(world, "/v1/issues?sort=count&limit=100");
  for (const [place, issue] of issues.entries()) {
    const others = issues.slice(place + 1).filter(({ project }) => project === issue.project);
    const chance = random();
    if (chance < 0.15) await asked(issue, "PATCH", { status: "resolved" });
    else if (chance < 0.3) await asked(issue, "PATCH", { status: "ignored" });
    else if (chance < 0.45) await asked(issue, "DELETE");
    else if (chance < 0.6 && others[0]) await asked(issue, "POST", { issues: [others[0].id] }, "/merge");
  }
}

test("the pages of all projects are the lists of each, in one order by time, whatever is shown on a page", async () => {
  const random = seeded(SEED);
  const world = await projectsOf(25, random);
  await decideOnSome(world, random);
  await world.region.settle();
  for (const status of STATUSES) {
    const own = names(25).map((name) =>
      every(world, `/v1/projects/${name}/issues?status=${status}&limit=100`),
    );
    const expected = (await Promise.all(own))
      .flat()
      .sort((a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen))
      .map(({ id, project }) => `${project} ${id}`);
    for (const limit of [1, 2 + Math.floor(random() * 20), 100]) {
      const shown = await every(world, `/v1/issues?status=${status}&limit=${limit}`);
      const places = shown.map(({ id, project }) => `${project} ${id}`);
      expect(places, `SEED=${SEED} ${status} limit ${limit}`).toEqual(expected);
    }
  }
});

/** How many calls of the view a first page of all projects takes. */
async function callsOf({ region: { ports } }: World, projects: readonly string[]): Promise<number> {
  let calls = 0;
  const counted = <T>(call: () => Promise<T>): Promise<T> => {
    calls++;
    return call();
  };
  const counting = { ...ports, view: wrapTable(ports.view, counted) };
  const asked = { status: "unresolved", sort: "lastSeen", limit: 5 } as const;
  const { issues } = await allIssues(counting, { ...asked, projects });
  expect(issues.map(({ lastSeen }) => lastSeen)).toEqual(
    issues.toSorted(inOrder("lastSeen")).map(({ lastSeen }) => lastSeen),
  );
  expect(issues).toHaveLength(5);
  return calls;
}

test("projects in which nothing happened lately are not asked for what happened lately", async () => {
  const world = httpWorld();
  for (const [place, project] of names(60).entries()) {
    world.clock.set(NOW + place * SECOND);
    await world.post({ errors: [{ type: "Broken", message: "it broke" }] }, {}, project);
  }
  await world.region.settle();
  const latest = names(60).slice(40);
  expect(await callsOf(world, names(60))).toBe(await callsOf(world, latest));
  expect((await world.app.request("/v1/issues", { headers: MASTER })).status).toBe(200);
});
