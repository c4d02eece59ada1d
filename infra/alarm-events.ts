import { alarmPrefix } from "./alarm-names";
import type { RegionContext } from "./regions";

const PATTERN = () => ({
  source: ["aws.cloudwatch"],
  "detail-type": ["CloudWatch Alarm State Change"],
  detail: { alarmName: [{ prefix: `${alarmPrefix()}-` }] },
});

/** A day: what EventBridge keeps trying for at the most. */
const RETRY = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** Every change of our alarms that reaches this region's bus, its own and those forwarded to it, invokes `watch`. */
export function watchAlarms({ label, provider }: RegionContext, watch: sst.aws.Function): void {
  const rule = new aws.cloudwatch.EventRule(
    `WatchAlarms${label}`,
    { description: "Faultline's own alarms", eventPattern: JSON.stringify(PATTERN()) },
    { provider },
  );
  new aws.lambda.Permission(
    `WatchAlarmsPermission${label}`,
    {
      action: "lambda:InvokeFunction",
      function: watch.name,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    },
    { provider },
  );
  new aws.cloudwatch.EventTarget(
    `WatchAlarmsTarget${label}`,
    { rule: rule.name, arn: watch.arn, retryPolicy: RETRY },
    { provider },
  );
}

/**
 * Changes of a region's own alarms go to another region's bus as well, with nothing of ours in between: a region whose
 * functions do not run is reported all the same. Only its own: what was forwarded here must not go back.
 */
export function forwardAlarms(from: RegionContext, to: RegionContext): void {
  const { label, provider, name } = from;
  const account = aws.getCallerIdentityOutput({}, { provider }).accountId;
  const bus = $interpolate`arn:aws:events:${to.name}:${account}:event-bus/default`;
  const role = new aws.iam.Role(
    `ForwardAlarmsRole${label}`,
    { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "events.amazonaws.com" }) },
    { provider },
  );
  new aws.iam.RolePolicy(
    `ForwardAlarmsPolicy${label}`,
    {
      role: role.id,
      policy: $jsonStringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: ["events:PutEvents"], Resource: [bus] }],
      }),
    },
    { provider },
  );
  const rule = new aws.cloudwatch.EventRule(
    `ForwardAlarms${label}`,
    {
      description: `Faultline's own alarms, to ${to.name}`,
      eventPattern: JSON.stringify({ ...PATTERN(), region: [name] }),
    },
    { provider },
  );
  new aws.cloudwatch.EventTarget(
    `ForwardAlarmsTarget${label}`,
    { rule: rule.name, arn: bus, roleArn: role.arn, retryPolicy: RETRY },
    { provider },
  );
}
