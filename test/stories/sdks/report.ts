import { reporters, Setup } from "./reporters.js";
import { failures } from "./shop.js";

// Run as `report.ts <sdk> <setup>`: reports every failure, prints a line of JSON for each, and ends.

const [, , name, setup = "{}"] = process.argv;
const reporter = Object.entries(reporters).find(([known]) => known === name)?.[1];
if (!reporter) throw new Error(`no such SDK: ${name}`);

const send = await reporter(Setup.parse(JSON.parse(setup)));
for (const [failure, fail] of Object.entries(failures)) {
  const problem = await send(await fail()).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  process.stdout.write(`${JSON.stringify({ failure, problem })}\n`);
}
process.exit(0);
