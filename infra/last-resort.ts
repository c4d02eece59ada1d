import { LAST_RESORT } from "./alarms";
import { metricAlarm } from "./metric-alarm";
import type { RegionContext } from "./regions";

/**
 * A mail when neither region's canary has arrived: CloudWatch and SNS alone. In both regions, so that it does not need
 * the one that is out. Whoever has the address has to confirm it once, by the mail that SNS sends on deployment.
 */
export function lastResort(region: RegionContext, other: RegionContext, email: string | undefined): void {
  const { label, provider } = region;
  const topic =
    email === undefined
      ? undefined
      : new aws.sns.Topic(`LastResort${label}`, { displayName: "Faultline" }, { provider });
  if (topic && email !== undefined) {
    new aws.sns.TopicSubscription(
      `LastResortMail${label}`,
      { topic: topic.arn, protocol: "email", endpoint: email },
      { provider },
    );
  }
  metricAlarm(LAST_RESORT, {
    region,
    about: region.name,
    names: { region: region.name, otherRegion: other.name },
    tell: topic ? [topic.arn] : [],
  });
}
