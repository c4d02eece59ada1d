import { TABLES } from "../packages/aws/src/keys";
import type { RegionContext } from "./regions";
import type { Settings } from "./settings";

/** A region's own view. A new one is folded from the log by `rebuild`. */
export function viewTable(
  { views }: Pick<Settings, "views">,
  { name, label, provider }: RegionContext,
): sst.aws.Dynamo {
  const number = views[name] ?? 1;
  const { hashKey, rangeKey, timeToLive } = TABLES.view;
  return new sst.aws.Dynamo(
    `View${number === 1 ? "" : number}${label}`,
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
