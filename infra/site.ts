import { execFileSync } from "node:child_process";
import { SITE_FOLDER } from "../packages/aws/src/keys";

let isBuilt = false;

/** What the http function's package holds of the pages. They are built first, when they are older than their sources. */
export function siteFiles(): { from: string; to: string }[] {
  if (!isBuilt) build();
  isBuilt = true;
  return [{ from: "packages/web/dist", to: SITE_FOLDER }];
}

function build(): void {
  // Its output goes to stderr: SST reads its own from stdout.
  execFileSync("npm", ["run", "site", "--silent"], { cwd: $cli.paths.root, stdio: ["ignore", 2, 2] });
}
