import { buildSite, SITE_FOLDER } from "./world/build-site.js";

// `npm run site`: builds the pages when they are older than their sources. A deployment begins with it.

try {
  await buildSite(console.log);
  console.log(SITE_FOLDER);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
