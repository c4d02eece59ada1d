import { productionLicences } from "./licences.js";

// `npm run licences`: what a release runs of others, a line each.

for (const { name, version, licence } of productionLicences()) console.log(`${name}@${version}\t${licence}`);
