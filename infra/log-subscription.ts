import { alarmPrefix } from "./alarm-names";
import type { RegionContext } from "./regions";

/**
 * The lines that tell of a fault: `?a ?b` is "a or b". What a healthy function prints stays where it is, and costs nothing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
const PATTERN = [
  "Task timed out",
  "timeout",
  "OutOfMemory",
  "Status: error",
  "Runtime exited",
  "Invoke Error",
  "Uncaught Exception",
  "Unhandled Promise Rejection",
  "[ERROR]",
  "Exception",
  "Error raised from handler",
  "Critical exception from handler",
  "errorType",
]
  .map((text) => `?"${text}"`)
  .join(" ");

/** Hands the failing lines of another function's log to `watch`. */
export function logSubscription(
  { label, provider, name: region }: RegionContext,
  name: string,
  watch: sst.aws.Function,
): void {
  // Its own log would tell it of itself, for ever.
  if (name.startsWith(alarmPrefix()))
    throw new Error(`${name} is Faultline's own: it reports itself otherwise`);
  const part = name.replaceAll(/[^A-Za-z0-9]/g, "");
  const account = aws.getCallerIdentityOutput({}, { provider }).accountId;
  const logGroup = `/aws/lambda/${name}`;
  const permission = new aws.lambda.Permission(
    `WatchLogsPermission${part}${label}`,
    {
      action: "lambda:InvokeFunction",
      function: watch.name,
      principal: "logs.amazonaws.com",
      sourceArn: $interpolate`arn:aws:logs:${region}:${account}:log-group:${logGroup}:*`,
    },
    { provider },
  );
  new aws.cloudwatch.LogSubscriptionFilter(
    `WatchLogs${part}${label}`,
    // A filter of the same name would be taken over by the next stage that names the function.
    { name: alarmPrefix(), logGroup, filterPattern: PATTERN, destinationArn: watch.arn },
    // A log group takes two: the former one goes before the new one comes.
    { provider, dependsOn: [permission], deleteBeforeReplace: true },
  );
}
