import { FunctionEnvironment } from "@faultline/aws/settings";
import * as z from "zod";
import { blindAlarms, deafAlarms, misplacedAlarms, unheardAlarms, wrongAlarms } from "./alarm-rules.js";
import type { Graph, Resource } from "./graph.js";
import { needlessMetrics, wronglyChecked } from "./paid-rules.js";
import { needlessKms, wrongLinks } from "./secret-rules.js";
import { FUNCTION, roleOf, statementsOf } from "./statements.js";

/** What must hold for what the program would create. */
interface Rule {
  readonly name: string;
  /** A line for each resource that breaks it, naming the resource and the cause. */
  readonly offences: (graph: Graph, stage: string) => string[];
}

const LABELS: Readonly<Record<string, string>> = { UsEast1: "us-east-1", UsWest2: "us-west-2" };
const TABLE = "aws:dynamodb/table:Table";

export const RULES: readonly Rule[] = [
  { name: "the program runs through", offences: ({ errors }) => [...errors] },
  {
    name: "nothing lands in a region by default",
    offences: each(isAws, (resource) => (resource.explicit ? undefined : "has no provider of its own")),
  },
  {
    name: "a resource lies in the region it is named after",
    offences: each(isAws, ({ name, region }) => {
      const label = Object.keys(LABELS).find((text) => name.includes(text));
      return label && LABELS[label] !== region ? `lies in ${region}` : undefined;
    }),
  },
  { name: "no two resources of one kind share a name", offences: twins },
  {
    name: "every function was built",
    offences: ({ resources, bundles }) => {
      const functions = resources.filter(({ type }) => type === FUNCTION).length;
      return functions === bundles.length && functions > 0
        ? []
        : [`${functions} functions, but ${bundles.length} bundles were built`];
    },
  },
  {
    name: "a function runs on nodejs24.x, arm64, with every setting it reads",
    offences: each(is(FUNCTION), ({ inputs }) => {
      if (inputs.runtime !== "nodejs24.x") return `runs on ${inputs.runtime}`;
      if (JSON.stringify(inputs.architectures) !== '["arm64"]') return `runs on ${inputs.architectures}`;
      const { variables } = z.looseObject({ variables: z.unknown() }).parse(inputs.environment);
      return FunctionEnvironment.safeParse(variables).error?.issues[0]?.message;
    }),
  },
  { name: "a function reaches the tables of its own region, and of no other", offences: foreignTables },
  {
    name: "no policy is for everything",
    offences: each(isAws, (resource) => {
      const open = statementsOf(resource).find(
        ({ actions, resources }) => !actions.every(isWithoutResources) && resources.some(isOpen),
      );
      return open && `allows ${open.actions.join(", ")} on ${open.resources.filter(isOpen).join(", ")}`;
    }),
  },
  { name: "a function can read the secrets it needs, and no other", offences: wrongLinks },
  { name: "where a secret has the keys, KMS has none and is asked nothing", offences: needlessKms },
  {
    name: "nothing may delete a pack",
    offences: each(is("aws:iam/role:Role"), (resource) => {
      const deletions = statementsOf(resource).filter(
        ({ actions, resources }) =>
          actions.includes("dynamodb:DeleteItem") && resources.some((arn) => /table\/.*-LogTable-/.test(arn)),
      );
      const keys = deletions.map(
        ({ conditions }) => conditions["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"] ?? ["*"],
      );
      const open = keys.flat().find((key) => "K#0".startsWith(key.replace("*", "")));
      return open && `may delete ${open} in the log`;
    }),
  },
  {
    name: "every provider has the account's settings, so that what it makes is tagged",
    offences: each(is("pulumi:providers:aws"), ({ name, inputs }) =>
      name !== "default" && (inputs.defaultTags === undefined || inputs.profile === undefined)
        ? "has no default tags or no profile"
        : undefined,
    ),
  },
  {
    name: "what a versioned bucket deletes is gone one day",
    offences: ({ resources }) => {
      const ending = new Set(
        resources
          .filter(is("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"))
          .filter(({ inputs }) => Lifecycle.safeParse(inputs).success)
          .map(({ inputs }) => inputs.bucket),
      );
      return resources
        .filter(is("aws:s3/bucketVersioning:BucketVersioning"))
        .filter(({ inputs }) => !ending.has(inputs.bucket))
        .map(({ name }) => `${name} keeps former versions for ever`);
    },
  },
  {
    name: "no log has what opens a shared link",
    offences: each(is("aws:apigatewayv2/stage:Stage"), ({ inputs }) => {
      const { format } = z.looseObject({ format: z.string() }).parse(inputs.accessLogSettings);
      return /\$context\.(path|http\.path|proxyPath)/.test(format) ? "logs paths" : undefined;
    }),
  },
  {
    name: "in production every table can be restored to any second, and cannot be deleted by mistake",
    offences: each(is(TABLE), unprotectedTable, "production"),
  },
  {
    name: "in production tables, buckets and keys outlive the stack",
    offences: each(
      is(TABLE, "aws:s3/bucket:Bucket", "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"),
      ({ retainOnDelete }) => (retainOnDelete ? undefined : "would be deleted with the stack"),
      "production",
    ),
  },
  {
    name: "a stream's record is retried until it is taken in, or kept aside",
    offences: each(is("aws:lambda/eventSourceMapping:EventSourceMapping"), forgetfulStream),
  },
  {
    name: "a health check watches its region, never the failover name",
    offences: ({ resources }) => {
      const names = new Set(
        resources.filter(({ inputs }) => inputs.setIdentifier !== undefined).map(({ inputs }) => inputs.name),
      );
      const checks = resources.filter(is("aws:route53/healthCheck:HealthCheck"));
      return checks
        .filter(({ inputs }) => names.has(inputs.fqdn))
        .map(({ name, inputs }) => `${name} watches the failover name ${inputs.fqdn}`);
    },
  },
  { name: "a record that can fail over has a health check, and the last one none", offences: wronglyChecked },
  { name: "nothing is paid for that nobody looks at", offences: needlessMetrics },
  { name: "every alarm watches something", offences: blindAlarms },
  { name: "every alarm's metric is emitted", offences: deafAlarms },
  { name: "every alarm's metric is told by its dimensions", offences: misplacedAlarms },
  { name: "every alarm's expression can be computed", offences: wrongAlarms },
  { name: "every alarm's change is heard", offences: unheardAlarms },
  {
    name: "a name answers over both kinds of addresses, as its records say",
    offences: each(is("aws:apigatewayv2/domainName:DomainName"), ({ inputs }) => {
      const { ipAddressType } = z
        .looseObject({ ipAddressType: z.unknown() })
        .parse(inputs.domainNameConfiguration);
      return ipAddressType === "dualstack" ? undefined : `answers over ${ipAddressType ?? "ipv4"} alone`;
    }),
  },
  {
    name: "logs end one day",
    offences: each(is("aws:cloudwatch/logGroup:LogGroup"), ({ inputs }) =>
      inputs.retentionInDays ? undefined : "is kept for ever",
    ),
  },
];

const Lifecycle = z.looseObject({
  rules: z
    .array(z.looseObject({ noncurrentVersionExpiration: z.looseObject({ noncurrentDays: z.number() }) }))
    .min(1),
});

type Test = (resource: Resource) => boolean;

/** A rule about single resources: `reason` says what is wrong with one, or nothing. */
function each(which: Test, reason: (resource: Resource) => string | undefined, onlyIn?: string) {
  return ({ resources }: Graph, stage: string): string[] => {
    if (onlyIn && stage !== onlyIn) return [];
    return resources.filter(which).flatMap((resource) => {
      const wrong = reason(resource);
      return wrong ? [`${resource.name} (${resource.type}) ${wrong}`] : [];
    });
  };
}

function is(...types: string[]): Test {
  return ({ type }) => types.includes(type);
}

function isAws({ type }: Resource): boolean {
  return type.startsWith("aws:");
}

function twins({ resources }: Graph): string[] {
  const seen = new Set<string>();
  return resources.filter(isAws).flatMap(({ type, name, region, inputs }) => {
    // Roles, buckets and records are the account's, or the world's; a region does not keep them apart.
    const place = /^aws:(iam|s3|route53)\//.test(type) ? "everywhere" : region;
    const key = `${type} ${typeof inputs.name === "string" ? `${inputs.name} ${place} ${inputs.type} ${inputs.setIdentifier}` : name}`;
    if (seen.has(key)) return [`two resources with one name: ${name} (${type})`];
    seen.add(key);
    return [];
  });
}

/** Figures are no resources of CloudWatch's: IAM takes a star there and nothing else. */
const isWithoutResources = (action: string): boolean =>
  ["cloudwatch:GetMetricData", "cloudwatch:PutMetricData"].includes(action);

/** `bucket/*` is one bucket's objects; any other star is more than anyone needs. */
function isOpen(resource: string): boolean {
  return resource.replace(/^(arn:aws:s3:::[^*]+)\/\*$/, "$1").includes("*");
}

function foreignTables(graph: Graph): string[] {
  return graph.resources.filter(is(FUNCTION)).flatMap((lambda) => {
    const role = roleOf(graph, lambda);
    const tables = (role ? statementsOf(role) : [])
      .filter(({ actions }) => actions.some((action) => /^dynamodb:.*Item$/.test(action)))
      .flatMap(({ resources }) => resources);
    const foreign = tables.filter((arn) => arn.split(":")[3] !== lambda.region && !isLadder(lambda, arn));
    const { variables } = z.object({ variables: FunctionEnvironment }).parse(lambda.inputs.environment);
    const missing = [variables.FAULTLINE_LOG_TABLE, variables.FAULTLINE_VIEW_TABLE].filter(
      (table) => !tables.some((arn) => arn.split(":")[3] === lambda.region && arn.endsWith(`/${table}`)),
    );
    return [
      ...foreign.map((arn) => `${lambda.name} in ${lambda.region} is allowed on ${arn}`),
      ...missing.map((table) => `${lambda.name} is not allowed on ${table} in its own ${lambda.region}`),
    ];
  });
}

/** The second tier of the fallback is the one reason to write into another region's table. */
function isLadder({ name }: Resource, arn: string): boolean {
  return /^(Http|Watch)/.test(name) && /table\/.*-LogTable-/.test(arn);
}

const Recovery = z.object({ enabled: z.boolean() }).optional();
const Replica = z.looseObject({
  regionName: z.string(),
  pointInTimeRecovery: z.boolean().optional(),
  deletionProtectionEnabled: z.boolean().optional(),
});

function unprotectedTable({ inputs }: Resource): string | undefined {
  if (!Recovery.parse(inputs.pointInTimeRecovery)?.enabled) return "has no point-in-time recovery";
  if (inputs.deletionProtectionEnabled !== true) return "has no deletion protection";
  const replicas = z.array(Replica).default([]).parse(inputs.replicas);
  const weak = replicas.find((replica) => !replica.pointInTimeRecovery || !replica.deletionProtectionEnabled);
  return weak && `has no point-in-time recovery or deletion protection in ${weak.regionName}`;
}

const Subscription = z.looseObject({
  destinationConfig: z.looseObject({ onFailure: z.looseObject({ destinationArn: z.string() }) }).optional(),
  bisectBatchOnFunctionError: z.boolean().optional(),
  functionResponseTypes: z.array(z.string()).default([]),
  maximumRetryAttempts: z.number().optional(),
  maximumRecordAgeInSeconds: z.number().optional(),
  filterCriteria: z.unknown(),
});

function forgetfulStream({ inputs }: Resource): string | undefined {
  const subscription = Subscription.parse(inputs);
  if (!subscription.destinationConfig) return "has no failure destination";
  if (subscription.maximumRetryAttempts !== -1) return "gives up after some attempts";
  if (subscription.maximumRecordAgeInSeconds !== -1) return "gives up after some time";
  if (JSON.stringify(subscription.filterCriteria ?? "REMOVE").includes("REMOVE")) return "takes removals in";
  if (!subscription.bisectBatchOnFunctionError) return "fails a whole batch for one record";
  if (!subscription.functionResponseTypes.includes("ReportBatchItemFailures"))
    return "hears of no single failure";
  return undefined;
}
