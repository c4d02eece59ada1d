import * as z from "zod";
import { ACCOUNT } from "../emulator.js";
import { answered, type Maker, madeId, spelled, spelledWithout, text } from "./maker.js";

// What the world asks: APIs, certificates, names, health checks.

const api: Maker = async ({ resource, inputs, ask, learn }) => {
  const made = await ask("apigatewayv2", "CreateApi", spelledWithout(inputs, "corsConfiguration"));
  const { name, region } = resource;
  const id = answered(made, "ApiId");
  learn(madeId(resource), id);
  learn(`https://${name.toLowerCase()}.execute-api.${region}.amazonaws.com`, answered(made, "ApiEndpoint"));
  const arn = (own: string) => `arn:aws:execute-api:${region}:${ACCOUNT}:${own}`;
  learn(arn(name.toLowerCase()), arn(id));
};

const stage: Maker = ({ inputs, ask }) => {
  const { Name, ...rest } = spelledWithout(inputs);
  return ask("apigatewayv2", "CreateStage", { ...rest, StageName: Name });
};

const integration: Maker = async ({ resource, inputs, ask, learn }) => {
  const made = await ask("apigatewayv2", "CreateIntegration", spelledWithout(inputs));
  learn(madeId(resource), answered(made, "IntegrationId"));
};

const domainName: Maker = async ({ resource, inputs, ask, learn }) => {
  const DomainName = text(inputs, "domainName");
  learn(madeId(resource), DomainName);
  await ask("apigatewayv2", "CreateDomainName", {
    DomainName,
    DomainNameConfigurations: [spelled(inputs.domainNameConfiguration)],
  });
};

const mapping: Maker = ({ inputs, ask }) => ask("apigatewayv2", "CreateApiMapping", spelledWithout(inputs));
const route: Maker = ({ inputs, ask }) => ask("apigatewayv2", "CreateRoute", spelledWithout(inputs));

const certificate: Maker = async ({ resource, inputs, ask, learn }) => {
  const made = await ask("acm", "RequestCertificate", spelledWithout(inputs));
  const standIn = `arn:aws:acm:${resource.region}:${ACCOUNT}:certificate/${text(inputs, "domainName")}`;
  learn(standIn, answered(made, "CertificateArn"));
};

/** Waits for DNS on AWS; here there is none. */
const validation: Maker = ({ inputs, ask }) =>
  ask("acm", "DescribeCertificate", { CertificateArn: text(inputs, "certificateArn") });

const healthCheck: Maker = async ({ resource, inputs, ask, learn }) => {
  const { Fqdn, ...rest } = spelledWithout(inputs, "tags");
  const made = await ask("route53", "CreateHealthCheck", {
    CallerReference: resource.name,
    HealthCheckConfig: { ...rest, FullyQualifiedDomainName: Fqdn },
  });
  learn(madeId(resource), answered(made, "HealthCheck", "Id"));
};

const Zones = z.looseObject({ HostedZones: z.array(z.looseObject({ Id: z.string() })) });
const Record = z.looseObject({
  name: z.string(),
  type: z.string(),
  ttl: z.number().optional(),
  records: z.array(z.string()).optional(),
  aliases: z
    .array(z.object({ name: z.string(), zoneId: z.string(), evaluateTargetHealth: z.boolean() }))
    .optional(),
  setIdentifier: z.string().optional(),
  healthCheckId: z.string().optional(),
  failoverRoutingPolicies: z.array(z.object({ type: z.string() })).optional(),
  latencyRoutingPolicies: z.array(z.object({ region: z.string() })).optional(),
  allowOverwrite: z.boolean().default(false),
});

const record: Maker = async ({ inputs, ask }) => {
  const of = Record.parse(inputs);
  const [alias] = of.aliases ?? [];
  const { HostedZones } = Zones.parse(await ask("route53", "ListHostedZones", {}));
  const zone =
    HostedZones[0]?.Id ??
    answered(
      await ask("route53", "CreateHostedZone", { Name: "example.com", CallerReference: "zone" }),
      "HostedZone",
      "Id",
    );
  const ResourceRecordSet = {
    Name: of.name,
    Type: of.type,
    ...(of.records && { TTL: of.ttl, ResourceRecords: of.records.map((Value) => ({ Value })) }),
    ...(alias && {
      AliasTarget: {
        DNSName: alias.name,
        HostedZoneId: alias.zoneId,
        EvaluateTargetHealth: alias.evaluateTargetHealth,
      },
    }),
    ...(of.setIdentifier && { SetIdentifier: of.setIdentifier }),
    ...(of.healthCheckId && { HealthCheckId: of.healthCheckId }),
    ...(of.failoverRoutingPolicies && { Failover: of.failoverRoutingPolicies[0]?.type }),
    ...(of.latencyRoutingPolicies && { Region: of.latencyRoutingPolicies[0]?.region }),
  };
  await ask("route53", "ChangeResourceRecordSets", {
    HostedZoneId: zone.split("/").at(-1),
    ChangeBatch: { Changes: [{ Action: of.allowOverwrite ? "UPSERT" : "CREATE", ResourceRecordSet }] },
  });
};

export const EDGE: Readonly<Record<string, Maker>> = {
  "apigatewayv2/api:Api": api,
  "apigatewayv2/stage:Stage": stage,
  "apigatewayv2/integration:Integration": integration,
  "apigatewayv2/route:Route": route,
  "apigatewayv2/domainName:DomainName": domainName,
  "apigatewayv2/apiMapping:ApiMapping": mapping,
  "acm/certificate:Certificate": certificate,
  "acm/certificateValidation:CertificateValidation": validation,
  "route53/healthCheck:HealthCheck": healthCheck,
  "route53/record:Record": record,
};
