import { TABLES } from "../packages/aws/src/keys";
import type { RegionContext } from "./regions";

/** A region's own view. It can be folded anew from the log, but a restore is faster. */
export function viewTable({ label, provider }: RegionContext): sst.aws.Dynamo {
  const { hashKey, rangeKey, timeToLive } = TABLES.view;
  return new sst.aws.Dynamo(
    `View${label}`,
    {
      fields: { [hashKey]: "string", [rangeKey]: "string" },
      primaryIndex: { hashKey, rangeKey },
      ttl: timeToLive,
      deletionProtection: $app.stage === "production",
      transform: {
        table: (args) => {
          args.pointInTimeRecovery = { enabled: true };
        },
      },
    },
    { provider },
  );
}
