import type { RegionContext } from "./regions";
import type { Settings } from "./settings";

/** On demand is DynamoDB's and SST's default; provisioned wants a first capacity. */
export function logCapacity(
  { capacity }: Settings,
  args: aws.dynamodb.TableArgs,
  options: $util.CustomResourceOptions,
): void {
  if (capacity.mode === "on-demand") return;
  // What auto scaling has found to be right is not set back by the next deployment.
  options.ignoreChanges = ["readCapacity", "writeCapacity"];
  args.billingMode = "PROVISIONED";
  args.readCapacity = capacity.read.min;
  args.writeCapacity = capacity.write.min;
}

/** Auto scaling of a provisioned table in one region; a replica has its own. */
export function scaling({ capacity }: Settings, region: RegionContext, tableName: $util.Input<string>): void {
  if (capacity.mode === "on-demand") return;
  for (const direction of ["Read", "Write"] as const) {
    const bounds = direction === "Read" ? capacity.read : capacity.write;
    const target = new aws.appautoscaling.Target(
      `Log${direction}Scaling${region.label}`,
      {
        minCapacity: bounds.min,
        maxCapacity: bounds.max,
        resourceId: $interpolate`table/${tableName}`,
        scalableDimension: `dynamodb:table:${direction}CapacityUnits`,
        serviceNamespace: "dynamodb",
      },
      { provider: region.provider },
    );
    new aws.appautoscaling.Policy(
      `Log${direction}Utilization${region.label}`,
      {
        policyType: "TargetTrackingScaling",
        resourceId: target.resourceId,
        scalableDimension: target.scalableDimension,
        serviceNamespace: target.serviceNamespace,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: `DynamoDB${direction}CapacityUtilization` },
          targetValue: capacity.targetUtilization,
        },
      },
      { provider: region.provider },
    );
  }
}
