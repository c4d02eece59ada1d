import { join } from "node:path";
import { pythonWith } from "../emulate/install.js";

/** The Python that has what the guides install. Throws `NoPython`. */
export const guidesPython = (): string =>
  pythonWith("setup-guides", join(import.meta.dirname, "requirements.txt"));
