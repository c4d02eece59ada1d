import { LOGGED } from "./access-log";
import { regionalName } from "./names";
import type { RegionContext } from "./regions";
import type { Settings } from "./settings";

export interface Api {
  readonly api: sst.aws.ApiGatewayV2;
  /** API Gateway's own address of the region; never the failover name. */
  readonly endpoint: $util.Output<string>;
  /** What the DNS records of the names point at; undefined without a domain. */
  readonly targets: { readonly failover: Target; readonly regional: Target } | undefined;
}

export interface Target {
  readonly name: $util.Output<string>;
  readonly zoneId: $util.Output<string>;
}

/** Otherwise an AAAA record of its name answers with nothing. */
const BOTH_STACKS = "dualstack";

/** A region's HTTP API, under the failover name and the region's own name where there is a domain. */
export function httpApi(
  settings: Settings,
  region: RegionContext,
  certificateArn: $util.Output<string> | undefined,
): Api {
  const { label, provider } = region;
  const { domain, throttling } = settings;
  const api = new sst.aws.ApiGatewayV2(
    `Api${label}`,
    {
      // The service answers preflights itself: what SDKs may send differs from what the UI may.
      cors: false,
      accessLog: { retention: settings.logRetention },
      domain: domain && certificateArn ? { name: domain.name, dns: false, cert: certificateArn } : undefined,
      transform: {
        api: (args) => {
          args.ipAddressType = BOTH_STACKS;
        },
        domainName: (args) => {
          args.domainNameConfiguration = $output(args.domainNameConfiguration).apply((configuration) => ({
            ...configuration,
            ipAddressType: BOTH_STACKS,
          }));
        },
        stage: (args) => {
          args.defaultRouteSettings = {
            throttlingRateLimit: throttling.rate,
            throttlingBurstLimit: throttling.burst,
            // Each route's would be metrics that are paid for; those of the whole API are there anyway.
            detailedMetricsEnabled: false,
          };
          args.accessLogSettings = $output(args.accessLogSettings).apply((settings) => ({
            destinationArn: settings?.destinationArn ?? "",
            format: JSON.stringify(LOGGED),
          }));
        },
      },
    },
    { provider },
  );
  // With a domain `api.url` is the failover name; a health check on it would watch the wrong region.
  const endpoint = api.nodes.api.apiEndpoint;
  if (!domain || !certificateArn) return { api, endpoint, targets: undefined };
  const regional = regionalDomain(region, api, { name: domain.name, certificateArn });
  const failover = targetOf(api.nodes.domainName.domainNameConfiguration);
  return { api, endpoint, targets: { failover, regional } };

  function regionalDomain(
    own: RegionContext,
    target: sst.aws.ApiGatewayV2,
    names: { name: string; certificateArn: $util.Output<string> },
  ): Target {
    const domainName = new aws.apigatewayv2.DomainName(
      `RegionalDomain${label}`,
      {
        domainName: regionalName(own, names.name),
        domainNameConfiguration: {
          certificateArn: names.certificateArn,
          endpointType: "REGIONAL",
          ipAddressType: BOTH_STACKS,
          securityPolicy: "TLS_1_2",
        },
      },
      { provider },
    );
    new aws.apigatewayv2.ApiMapping(
      `RegionalMapping${label}`,
      { apiId: target.nodes.api.id, domainName: domainName.id, stage: "$default" },
      { provider, dependsOn: [target] },
    );
    return targetOf(domainName.domainNameConfiguration);
  }
}

function targetOf(configuration: aws.apigatewayv2.DomainName["domainNameConfiguration"]): Target {
  return {
    name: configuration.apply(({ targetDomainName }) => targetDomainName),
    zoneId: configuration.apply(({ hostedZoneId }) => hostedZoneId),
  };
}
