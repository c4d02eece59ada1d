import { regionalName } from "./names";
import type { RegionContext } from "./regions";
import type { Settings } from "./settings";

type Domain = NonNullable<Settings["domain"]>;

/** A certificate in a region for the failover name and that region's own, validated through DNS. Gives back its ARN. */
export function certificate(region: RegionContext, { name, zoneId }: Domain): $util.Output<string> {
  const { label, provider, isPrimary } = region;
  const own = regionalName(region, name);
  const requested = new aws.acm.Certificate(
    `Certificate${label}`,
    { domainName: name, subjectAlternativeNames: [own], validationMethod: "DNS" },
    { provider },
  );
  const validation = (domain: string) =>
    requested.domainValidationOptions.apply((options) => {
      const option = options.find(({ domainName }) => domainName === domain);
      if (!option) throw new Error(`ACM tells no validation record for ${domain}`);
      return option;
    });
  // Both regions' certificates are validated by one record for the failover name: it is the same in both.
  const domains = isPrimary ? [name, own] : [own];
  const records = domains.map((domain) => {
    const option = validation(domain);
    return new aws.route53.Record(
      `Validation${label}${domain === own ? "Regional" : "Failover"}`,
      {
        zoneId,
        name: option.resourceRecordName,
        type: option.resourceRecordType,
        records: [option.resourceRecordValue],
        ttl: 60,
        allowOverwrite: true,
      },
      { provider },
    );
  });
  const validated = new aws.acm.CertificateValidation(
    `CertificateValidation${label}`,
    { certificateArn: requested.arn },
    { provider, dependsOn: records },
  );
  return validated.certificateArn;
}
