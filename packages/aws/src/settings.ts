import { ProviderSettings } from "@faultline/service/people/provider-settings";
import * as z from "zod";
import type { EnvironmentName, WatchEnvironmentName } from "./keys.js";

/** Whether how long synthetic checks take is a metric of CloudWatch's, which an alarm judges, or a field of the line alone. */
const CheckTimes = z.enum(["metric", "field"]);

/** What `infra` puts into a function's environment. Secrets are linked instead, and read in `world.ts`. */
export const FunctionEnvironment = z.object({
  FAULTLINE_REGION: z.string(),
  FAULTLINE_REGIONS: z.string().transform((names) => names.split(",")),
  FAULTLINE_LOG_TABLE: z.string(),
  FAULTLINE_VIEW_TABLE: z.string(),
  /** `region=bucket` pairs: this region's, and the others' to read from. */
  FAULTLINE_BUCKETS: z.string().transform((pairs) => new Map(pairs.split(",").map(pairOf))),
  /** How long a good write probe is believed. */
  FAULTLINE_PROBE_SECONDS: z.coerce.number().positive(),
  FAULTLINE_CHECK_TIMES: CheckTimes,
  FAULTLINE_ENCRYPTION: z.enum(["secret", "kms", "secret-and-kms"]),
  /** Empty where KMS has no key of this deployment. */
  FAULTLINE_KMS_KEY: z.string(),
  FAULTLINE_RETENTION_DAYS: z.coerce.number().int().positive(),
  FAULTLINE_PUBLIC_URL: z.string(),
  FAULTLINE_VERSION: z.string(),
  FAULTLINE_ALLOWED_HOSTS: z.string(),
  FAULTLINE_DURABILITY: z.enum(["region", "dual"]),
  FAULTLINE_SMTP_FROM: z.string(),
  FAULTLINE_MAIL_DOMAINS: z.string().transform((list) => list.toLowerCase().split(",").filter(Boolean)),
  /** The provider that signs people in, as JSON without its secret; empty where none does. */
  FAULTLINE_OIDC: z
    .string()
    .transform((text) => (text === "" ? undefined : JSON.parse(text)))
    .pipe(ProviderSettings.optional()),
  /** Each region's own address, `region=url` pairs: who is asked directly whether it lives. */
  FAULTLINE_REGION_URLS: z
    .string()
    .transform((pairs) => new Map(pairs.split(",").filter(Boolean).map(pairOf))),
} satisfies Record<EnvironmentName, z.ZodType>);

/** What `watch` needs besides. */
export const WatchEnvironment = z.object({
  FAULTLINE_LOG_TABLE: z.string(),
  FAULTLINE_CHECK_TIMES: CheckTimes,
  /** What the names of this deployment's alarms begin with. */
  FAULTLINE_ALARM_PREFIX: z.string(),
  /** `region=id` pairs; none without a domain. */
  FAULTLINE_HEALTH_CHECKS: z
    .string()
    .transform((pairs) => new Map(pairs.split(",").filter(Boolean).map(pairOf))),
  FAULTLINE_REDUCE_FUNCTION: z.string(),
  /** Whether what is seen of the other region becomes an alarm. */
  FAULTLINE_JUDGES: z.enum(["yes", "no"]),
  /** Whether an alarm in the other region counts this one's synthetic checks. */
  FAULTLINE_LAST_RESORT: z.enum(["yes", "no"]),
} satisfies Record<WatchEnvironmentName | "FAULTLINE_LOG_TABLE" | "FAULTLINE_CHECK_TIMES", z.ZodType>);

export type FunctionEnvironment = z.infer<typeof FunctionEnvironment>;

function pairOf(pair: string): [string, string] {
  const [region = "", ...rest] = pair.split("=");
  return [region, rest.join("=")];
}
