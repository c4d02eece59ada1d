import { readFileSync } from "node:fs";
import * as z from "zod";

const manifest = new URL("../../package.json", import.meta.url);

/** The version of this package, as its manifest says. */
export const VERSION = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(manifest, "utf8"))).version;
