import { emulatorPython } from "./emulate/install.js";
import { installPlatform } from "./infra/platform.js";
import { guidesPython } from "./setup-guides/python.js";

// Fetches what suites else fetch one after the other, each when it begins: `.ci/run` starts it beside the lint. What fails
// here is fetched again by who needs it, and told there.

const FETCHES = [emulatorPython, guidesPython, installPlatform];

for (const fetchOne of FETCHES)
  try {
    fetchOne();
  } catch (error) {
    process.stderr.write(`not fetched ahead: ${error}\n`);
  }
