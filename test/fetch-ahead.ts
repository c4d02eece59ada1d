import { join } from "node:path";
import { emulatorPython, pythonWith } from "./emulate/install.js";
import { installPlatform } from "./infra/platform.js";

// Fetches what suites else fetch one after the other, each when it begins: `.ci/run` starts it beside the lint. What fails
// here is fetched again by who needs it, and told there.

const FETCHES = [
  emulatorPython,
  () => pythonWith("setup-guides", join(import.meta.dirname, "setup-guides/requirements.txt")),
  installPlatform,
];

for (const fetchOne of FETCHES)
  try {
    fetchOne();
  } catch (error) {
    process.stderr.write(`not fetched ahead: ${error}\n`);
  }
