import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { ROOT } from "../repository/source.js";
import { call } from "../stories/api.js";
import { type RunningWorld, runningWorld } from "../stories/running-world.js";
import { LANGUAGES, type Language, missing, sourceOf } from "./languages.js";
import { type Cell, tableOf, togetherIn } from "./matrix.js";

// `npm run sdks` after its part in JavaScript: real SDKs of other languages report the same failures to a running world,
// and it is printed which of them became one issue. A language whose tools are not there is left out, with a line.
// `npm run sdks:foreign -- python go` does these alone.

const run = promisify(execFile);
/** Ends what hangs; fetching and building is not counted. */
const REPORT_MILLISECONDS = 120_000;
const JSON_BODY = { "content-type": "application/json" };

const Setup = z.object({ airbrake: z.object({ projectId: z.number(), projectKey: z.string() }) });
const Occurrence = z.looseObject({ sdk: z.object({ name: z.string() }).optional() });

/** The language's matrix; throws when fewer failures are one issue than should be. */
async function reported(world: RunningWorld, language: Language): Promise<string> {
  const { name, sdks, together } = language;
  const built = join(ROOT, "node_modules/.cache/foreign-sdks", name);
  await language.prepare(built);
  const key = world.masterKey;
  await call(`${world.url}/v1/projects/${name}`, { method: "PUT", key, headers: JSON_BODY, body: "{}" });
  const { text } = await call(`${world.url}/v1/projects/${name}/setup`, { key });
  const { projectId, projectKey } = Setup.parse(JSON.parse(text)).airbrake;
  const env = { ...process.env, FL_URL: world.url, FL_KEY: projectKey, FL_NUMBER: String(projectId) };
  for (const sdk of sdks) {
    const [program, ...args] = await language.command(built, sdk);
    await run(program, args, { cwd: sourceOf(name), env, timeout: REPORT_MILLISECONDS });
  }
  await world.settled();
  const cells = await cellsOf(world, name);
  const found = togetherIn(cells, sdks.length);
  const table = tableOf(name, cells);
  if (found < together)
    throw new Error(`${name}: ${found} failures are one issue, not ${together}\n${table}`);
  return table;
}

async function cellsOf(world: RunningWorld, project: string): Promise<Cell[]> {
  const api = world.api();
  const rows = await Promise.all(
    (await api.issues(project)).map(async (issue) =>
      (await api.occurrences(project, issue.id)).map((found) => {
        const { sdk } = Occurrence.parse(found);
        return {
          issue: issue.id,
          title: String(issue.title),
          place: String(issue.culprit),
          sdk: sdk?.name ?? "unnamed",
        };
      }),
    ),
  );
  return rows.flat();
}

const asked = process.argv.slice(2);
const world = await runningWorld();
try {
  for (const language of LANGUAGES.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    const lacking = await missing(language);
    if (lacking.length === 0) console.log(await reported(world, language));
    else console.log(`left out: ${language.name}, no ${lacking.join(", ")} (install ${language.bringsIn})\n`);
  }
} finally {
  await world.dispose();
}
