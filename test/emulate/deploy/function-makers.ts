import * as z from "zod";
import { ACCOUNT } from "../emulator.js";
import { bucketIn } from "./data-makers.js";
import { type Maker, madeId, madeName, spelledWithout, text } from "./maker.js";

// Functions, their roles, and what invokes them.

const asText = (policy: unknown): string => (typeof policy === "string" ? policy : JSON.stringify(policy));

const role: Maker = async ({ resource, inputs, ask, learn }) => {
  const RoleName = typeof inputs.name === "string" ? inputs.name : `faultline-${resource.name}`;
  learn(madeName(resource), RoleName);
  learn(madeId(resource), RoleName);
  await ask("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: asText(inputs.assumeRolePolicy) });
  for (const PolicyArn of z.array(z.string()).default([]).parse(inputs.managedPolicyArns))
    await ask("iam", "AttachRolePolicy", { RoleName, PolicyArn });
};

const rolePolicy: Maker = ({ resource, inputs, ask }) =>
  ask("iam", "PutRolePolicy", {
    RoleName: text(inputs, "role"),
    PolicyName: resource.name,
    PolicyDocument: asText(inputs.policy),
  });

const queue: Maker = ({ inputs, ask }) =>
  ask("sqs", "CreateQueue", {
    QueueName: text(inputs, "name"),
    Attributes: {
      DelaySeconds: String(inputs.delaySeconds),
      VisibilityTimeout: String(inputs.visibilityTimeoutSeconds),
    },
  });

/** An empty archive: our own processes run the bundles, not the emulator. */
const EMPTY_ZIP = Buffer.concat([Buffer.from("PK\x05\x06"), Buffer.alloc(18)]);

const code: Maker = async ({ resource, inputs, ask }) => {
  const Bucket = text(inputs, "bucket");
  // SST's own, made by its CLI; there already for all but the first object.
  await ask("s3", "CreateBucket", bucketIn(resource.region, Bucket)).catch(() => undefined);
  await ask("s3", "PutObject", { Bucket, Key: text(inputs, "key"), Body: EMPTY_ZIP });
};

const Environment = z.looseObject({
  environment: z.looseObject({ variables: z.record(z.string(), z.string()) }),
});

const lambda: Maker = ({ inputs, ask }) => {
  const { environment } = Environment.parse(inputs);
  const { Name, S3Bucket, S3Key, ...rest } = spelledWithout(
    inputs,
    "environment",
    "layers",
    "tags",
    "publish",
  );
  return ask("lambda", "CreateFunction", {
    ...pick(rest, [
      "Runtime",
      "Role",
      "Handler",
      "Description",
      "Timeout",
      "MemorySize",
      "Architectures",
      "LoggingConfig",
    ]),
    FunctionName: Name,
    Code: { S3Bucket, S3Key },
    Environment: { Variables: environment.variables },
  });
};

const pick = (from: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

const Subscription = z.looseObject({
  destinationConfig: z.object({ onFailure: z.object({ destinationArn: z.string() }) }),
});

/** Not enabled: the emulator would run the function its own way, without freezing it and without its policies. */
const subscription: Maker = ({ inputs, ask }) => {
  const { destinationConfig } = Subscription.parse(inputs);
  return ask("lambda", "CreateEventSourceMapping", {
    ...spelledWithout(inputs, "destinationConfig"),
    DestinationConfig: { OnFailure: { Destination: destinationConfig.onFailure.destinationArn } },
    Enabled: false,
  });
};

const permission: Maker = ({ resource, inputs, ask }) =>
  ask("lambda", "AddPermission", {
    FunctionName: text(inputs, "function"),
    StatementId: resource.name,
    Action: inputs.action,
    Principal: inputs.principal,
    ...(inputs.sourceArn !== undefined && { SourceArn: inputs.sourceArn }),
  });

const topic: Maker = async ({ resource, inputs, ask, learn }) => {
  const Name = `faultline-${resource.name}`;
  learn(madeName(resource), Name);
  await ask("sns", "CreateTopic", { Name, Attributes: { DisplayName: text(inputs, "displayName") } });
};

const mail: Maker = ({ resource, inputs, ask }) => {
  const TopicArn = text(inputs, "topic").replace(`::${ACCOUNT}`, `:${resource.region}:${ACCOUNT}`);
  return ask("sns", "Subscribe", { TopicArn, Protocol: inputs.protocol, Endpoint: inputs.endpoint });
};

export const FUNCTIONS: Readonly<Record<string, Maker>> = {
  "iam/role:Role": role,
  "iam/rolePolicy:RolePolicy": rolePolicy,
  "sqs/queue:Queue": queue,
  "sns/topic:Topic": topic,
  "sns/topicSubscription:TopicSubscription": mail,
  "s3/bucketObjectv2:BucketObjectv2": code,
  "lambda/function:Function": lambda,
  "lambda/eventSourceMapping:EventSourceMapping": subscription,
  "lambda/permission:Permission": permission,
};
