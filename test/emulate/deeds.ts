import * as z from "zod";
import { ACCOUNT } from "./emulator.js";
import type { Deed } from "./policies.js";

/** A request to AWS as it comes to the endpoint. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Who asks, where, and which service: the SDK signs with it, and the functions' key ids are their names. */
interface Scope {
  readonly who: string;
  readonly region: string;
  readonly service: string;
}

export function scopeOf({ headers }: Asked): Scope {
  const signed = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(String(headers.authorization ?? ""));
  const [, who = "nobody", region = "us-east-1", service = "none"] = signed ?? [];
  return { who, region, service };
}

/** What the request would do, as IAM names it. */
export function deedsOf(asked: Asked, { service, region }: Scope): Deed[] {
  switch (service) {
    case "dynamodb":
      return tableDeeds(asked, region);
    case "s3":
      return objectDeeds(asked);
    case "kms":
      return [{ action: `kms:${targetOf(asked)}`, resource: Keyed.parse(jsonOf(asked)).KeyId }];
    case "monitoring":
      return [
        {
          action: `cloudwatch:${/operation\/(\w+)/.exec(asked.url)?.[1] ?? targetOf(asked)}`,
          resource: "*",
          // Its bodies are binary; the name stands in them as it is.
          context: { "cloudwatch:namespace": asked.body.includes("Faultline") ? ["Faultline"] : [] },
        },
      ];
    case "route53":
      return [
        {
          action: "route53:GetHealthCheckStatus",
          resource: `arn:aws:route53:::healthcheck/${/healthcheck\/([^/]+)/.exec(asked.url)?.[1] ?? ""}`,
        },
      ];
    default:
      return [{ action: `${service}:${targetOf(asked)}`, resource: "*" }];
  }
}

const targetOf = ({ headers }: Asked): string =>
  String(headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1) ?? "";
const jsonOf = ({ body }: Asked): unknown => JSON.parse(body.toString() || "{}");

const Keyed = z.looseObject({ KeyId: z.string().default("") });
const Attribute = z.looseObject({ S: z.string().default("") });
const Write = z.looseObject({ TableName: z.string(), Key: z.looseObject({ pk: Attribute }).optional() });
const TableCall = z.looseObject({
  TableName: z.string().default(""),
  Key: z.looseObject({ pk: Attribute }).optional(),
  RequestItems: z.record(z.string(), z.unknown()).default({}),
  TransactItems: z.array(z.record(z.string(), Write)).default([]),
});

function tableDeeds(asked: Asked, region: string): Deed[] {
  const target = targetOf(asked);
  const { TableName, Key, RequestItems, TransactItems } = TableCall.parse(jsonOf(asked));
  const deed = (action: string, table: string, key?: { pk: { S: string } }): Deed => ({
    action: `dynamodb:${action}`,
    resource: `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${table}`,
    context: key && { "dynamodb:LeadingKeys": [key.pk.S] },
  });
  if (target === "BatchGetItem") return Object.keys(RequestItems).map((table) => deed(target, table));
  if (target !== "TransactWriteItems") return [deed(target, TableName, Key)];
  return TransactItems.flatMap((item) =>
    Object.entries(item).map(([kind, write]) => deed(TRANSACTED[kind] ?? kind, write.TableName, write.Key)),
  );
}

const TRANSACTED: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Delete: "DeleteItem",
  Update: "UpdateItem",
};
const OBJECT: Readonly<Record<string, string>> = {
  GET: "s3:GetObject",
  HEAD: "s3:GetObject",
  PUT: "s3:PutObject",
  DELETE: "s3:DeleteObject",
};

function objectDeeds({ method, url, headers }: Asked): Deed[] {
  const [, bucket = "", ...name] = decodeURIComponent(new URL(url, "http://s3").pathname).split("/");
  const arn = `arn:aws:s3:::${bucket}`;
  if (name.join("/") === "") return [{ action: "s3:ListBucket", resource: arn }];
  const resource = `${arn}/${name.join("/")}`;
  const tagging = headers["x-amz-tagging"] === undefined ? [] : [{ action: "s3:PutObjectTagging", resource }];
  return [{ action: OBJECT[method] ?? method, resource }, ...tagging];
}
