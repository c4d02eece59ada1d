import type { RegionContext } from "./regions";
import type { Settings } from "./settings";

/** A region's own name beside the failover name: `us-east-1.errors.example.com`. Health checks and clients use it. */
/** Each region's own address as `region=url` pairs; without a domain nobody knows them before they are deployed. */
export const regionUrls = ({ regions, domain }: Pick<Settings, "regions" | "domain">): string =>
  domain ? regions.map((name) => `${name}=https://${regionalName({ name }, domain.name)}`).join(",") : "";

export const regionalName = ({ name }: Pick<RegionContext, "name">, failoverName: string): string =>
  `${name}.${failoverName}`;
