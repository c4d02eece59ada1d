import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { BUNDLES } from "./build-bundle.js";
import { type Checked, check } from "./check.js";
import { installPlatform, ROOT } from "./platform.js";
import { printGraph } from "./print-graph.js";
import { RULES } from "./rules.js";
import { permissionsOf } from "./statements.js";
import { VARIANTS } from "./variants.js";

// `npm run infra`: everything about the AWS application that can be known without AWS. Ends 1 with the cause.

rmSync(BUNDLES, { recursive: true, force: true });
installPlatform();
const isTyped = typeChecks();
const checked = await Promise.all(VARIANTS.map(check));
const [, production] = checked;
if (production) show(production);
for (const [place, { name }] of VARIANTS.entries())
  console.log(`${checked[place]?.offences.length === 0 ? "✓" : "✗"} ${name}`);
const offences = [...new Set(checked.flatMap((one) => one.offences))];
for (const line of offences) console.error(`✗ ${line}`);
console.log(
  `${VARIANTS.length} deployments, ${RULES.length} rules, ${offences.length} broken; nothing was deployed: there is no account here`,
);
process.exit(isTyped && offences.length === 0 ? 0 : 1);

function typeChecks(): boolean {
  try {
    execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", "tsconfig.infra.json"], {
      cwd: ROOT,
      stdio: "inherit",
    });
    return true;
  } catch {
    // The compiler has printed what is wrong.
    return false;
  }
}

function show({ graph }: Checked): void {
  for (const line of printGraph(graph)) console.log(line);
  console.log("\nwhat each function may do");
  for (const { function: name, statements } of permissionsOf(graph)) {
    console.log(`  ${name}`);
    for (const { actions, resources, conditions } of statements) {
      console.log(`    ${actions.join(", ")}\n      on ${resources.join(", ")}`);
      if (Object.keys(conditions).length > 0) console.log(`      where ${JSON.stringify(conditions)}`);
    }
  }
  console.log("\nbundles");
  for (const { functionId, bytes } of graph.bundles)
    console.log(`  ${functionId}  ${(bytes / 1024).toFixed(0)} KB`);
}
