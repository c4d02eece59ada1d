import { chosenLastResort } from "./alarm-choice";
import { metricAlarm } from "./metric-alarm";
import type { RegionContext } from "./regions";
import type { Settings } from "./settings";

/**
 * A mail when neither region's synthetic check has arrived: CloudWatch and SNS alone. In both regions, so that it does not need
 * the one that is out. Whoever has the address has to confirm it once, by the mail that SNS sends on deployment.
 */
export function lastResort(settings: Settings, region: RegionContext, other: RegionContext): void {
  const { label, provider } = region;
  const { lastResortEmail: endpoint } = settings.monitoring;
  const alarm = chosenLastResort(settings);
  if (alarm === undefined || endpoint === undefined) return;
  const topic = new aws.sns.Topic(`LastResort${label}`, { displayName: "Faultline" }, { provider });
  new aws.sns.TopicSubscription(
    `LastResortMail${label}`,
    { topic: topic.arn, protocol: "email", endpoint },
    { provider },
  );
  metricAlarm(alarm, {
    region,
    about: region.name,
    names: { region: region.name, otherRegion: other.name },
    tell: [topic.arn],
  });
}
