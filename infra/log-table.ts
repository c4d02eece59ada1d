import { TABLES } from "../packages/aws/src/keys";
import { logCapacity } from "./capacity";
import type { RegionContext } from "./regions";
import type { Settings } from "./settings";

/** The global table: one resource, owned by the primary region, with a replica in each other one. */
export function logTable(settings: Settings, regions: readonly RegionContext[]): sst.aws.Dynamo {
  const { hashKey, rangeKey, timeToLive } = TABLES.log;
  const [primary, ...others] = regions;
  const table = new sst.aws.Dynamo(
    "Log",
    {
      fields: { [hashKey]: "string", [rangeKey]: "string" },
      primaryIndex: { hashKey, rangeKey },
      stream: "new-and-old-images",
      ttl: timeToLive,
      deletionProtection: $app.stage === "production",
      transform: {
        // `replicas` beside `table` would be taken for nothing, silently.
        table: (args, options) => {
          args.replicas = others.map(({ name }) => ({
            regionName: name,
            pointInTimeRecovery: true,
            propagateTags: true,
            deletionProtectionEnabled: $app.stage === "production",
          }));
          args.pointInTimeRecovery = { enabled: true };
          args.warmThroughput = settings.warmThroughput && {
            readUnitsPerSecond: settings.warmThroughput.read,
            writeUnitsPerSecond: settings.warmThroughput.write,
          };
          logCapacity(settings, args, options);
        },
      },
    },
    { provider: primary.provider },
  );
  return table;
}
