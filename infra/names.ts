import type { RegionContext } from "./regions";

/** A region's own name beside the failover name: `us-east-1.errors.example.com`. Health checks and clients use it. */
export const regionalName = ({ name }: Pick<RegionContext, "name">, failoverName: string): string =>
  `${name}.${failoverName}`;
