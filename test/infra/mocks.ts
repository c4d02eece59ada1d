import * as z from "zod";

// Stand-ins for what AWS would answer: identifiers made up in the forms that the program takes apart again.

const ACCOUNT = "123456789012";

interface Created {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly region: string;
}

type State = Record<string, unknown>;

/** The outputs of a resource that was never created. */
export function stateOf({ type, name, inputs, region }: Created): State {
  const text = (key: string): string | undefined =>
    typeof inputs[key] === "string" ? inputs[key] : undefined;
  const own = text("name") ?? text("bucket") ?? text("domainName") ?? `${name}-made`;
  const arn = `arn:aws:${type.split(":")[1]?.split("/")[0]}:${region}:${ACCOUNT}:${own}`;
  const special = SPECIAL[type]?.({ type, name, inputs, region }, own) ?? {};
  return { arn, name: own, ...inputs, ...special };
}

const SPECIAL: Readonly<Record<string, (created: Created, own: string) => State>> = {
  "aws:dynamodb/table:Table": ({ inputs, region }, own) => {
    const arn = (where: string) => `arn:aws:dynamodb:${where}:${ACCOUNT}:table/${own}`;
    const stream = (where: string) => `${arn(where)}/stream/2026-01-01T00:00:00.000`;
    const Replicas = z.array(z.looseObject({ regionName: z.string() })).default([]);
    const replicas = Replicas.parse(inputs.replicas).map((replica) => ({
      ...replica,
      arn: arn(replica.regionName),
      streamArn: stream(replica.regionName),
    }));
    return { arn: arn(region), streamArn: stream(region), replicas };
  },
  "aws:s3/bucket:Bucket": (_, own) => bucketState(own),
  "aws:s3/bucketV2:BucketV2": (_, own) => bucketState(own),
  "aws:iam/role:Role": (_, own) => ({ arn: `arn:aws:iam::${ACCOUNT}:role/${own}` }),
  "aws:iam/policy:Policy": (_, own) => ({ arn: `arn:aws:iam::${ACCOUNT}:policy/${own}` }),
  "aws:lambda/function:Function": ({ region }, own) => {
    const arn = `arn:aws:lambda:${region}:${ACCOUNT}:function:${own}`;
    const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
    return { arn, qualifiedArn: `${arn}:1`, version: "1", invokeArn };
  },
  "aws:sqs/queue:Queue": ({ region }, own) => ({
    url: `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${own}`,
  }),
  "aws:kms/key:Key": ({ region }) => keyState(region),
  "aws:kms/replicaKey:ReplicaKey": ({ region }) => keyState(region),
  "aws:apigatewayv2/api:Api": ({ name, region }) => ({
    apiEndpoint: `https://${name.toLowerCase()}.execute-api.${region}.amazonaws.com`,
    executionArn: `arn:aws:execute-api:${region}:${ACCOUNT}:${name.toLowerCase()}`,
  }),
  "aws:apigatewayv2/domainName:DomainName": ({ inputs, region }, own) => ({
    domainNameConfiguration: {
      ...z.looseObject({}).parse(inputs.domainNameConfiguration),
      targetDomainName: `d-${own}.execute-api.${region}.amazonaws.com`,
      hostedZoneId: `Z-${region}`,
    },
  }),
  "aws:acm/certificate:Certificate": ({ inputs, region }, own) => {
    const names = [own, ...z.array(z.string()).parse(inputs.subjectAlternativeNames ?? [])];
    const domainValidationOptions = names.map((domainName) => ({
      domainName,
      resourceRecordName: `_validate.${domainName}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: "_value.acm-validations.aws.",
    }));
    return { arn: `arn:aws:acm:${region}:${ACCOUNT}:certificate/${own}`, domainValidationOptions };
  },
  "aws:acm/certificateValidation:CertificateValidation": ({ inputs }) => ({
    certificateArn: inputs.certificateArn,
  }),
};

const bucketState = (own: string): State => ({
  arn: `arn:aws:s3:::${own}`,
  bucket: own,
  bucketDomainName: `${own}.s3.amazonaws.com`,
});

const keyState = (region: string): State => ({
  arn: `arn:aws:kms:${region}:${ACCOUNT}:key/mrk-1234`,
  keyId: "mrk-1234",
});

const Statement = z.looseObject({
  effect: z.string().default("Allow"),
  actions: z.array(z.string()).default([]),
  resources: z.array(z.string()).default([]),
  conditions: z
    .array(z.object({ test: z.string(), variable: z.string(), values: z.array(z.string()) }))
    .optional(),
});

/** What a data source of the provider would answer. */
export function answerTo(token: string, inputs: Readonly<Record<string, unknown>>, region: string): State {
  switch (token) {
    case "aws:iam/getPolicyDocument:getPolicyDocument": {
      const statements = z.array(Statement).default([]).parse(inputs.statements);
      const Statements = statements.map(({ effect, actions, resources, principals, conditions }) => ({
        Effect: effect,
        Action: actions,
        Resource: resources,
        Principal: principals,
        Condition:
          conditions &&
          Object.fromEntries(conditions.map(({ test, variable, values }) => [test, { [variable]: values }])),
      }));
      return { ...inputs, json: JSON.stringify({ Version: "2012-10-17", Statement: Statements }) };
    }
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, userId: ACCOUNT };
    // One region of an account that is new there.
    case "aws:servicequotas/getServiceQuota:getServiceQuota":
      return { ...inputs, value: region === "us-west-2" ? 10 : 1000 };
    case "aws:index/getRegion:getRegion":
      return { name: region, id: region, region };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws", dnsSuffix: "amazonaws.com" };
    default:
      return { ...inputs };
  }
}
