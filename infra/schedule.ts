import type { RegionContext } from "./regions";

/**
 * Invokes a function every so many minutes, with `input`. A rule of EventBridge's, which is free; its Scheduler asks a dollar
 * for a million.
 */
export function schedule(
  { label, provider }: RegionContext,
  name: string,
  to: sst.aws.Function,
  { minutes, input = {} }: { readonly minutes: number; readonly input?: object },
): void {
  const rate = `rate(${minutes} ${minutes === 1 ? "minute" : "minutes"})`;
  const rule = new aws.cloudwatch.EventRule(`${name}${label}`, { scheduleExpression: rate }, { provider });
  new aws.lambda.Permission(
    `${name}Permission${label}`,
    {
      action: "lambda:InvokeFunction",
      function: to.name,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    },
    { provider },
  );
  new aws.cloudwatch.EventTarget(
    `${name}Target${label}`,
    { rule: rule.name, arn: to.arn, input: JSON.stringify(input) },
    { provider },
  );
}
