import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { join, resolve } from "node:path";
import { QUOTAS, type QuotaSettings } from "@faultline/service/ingest/quotas";
import { ProviderSettings } from "@faultline/service/people/provider-settings";
import * as z from "zod";
import { privateDataFolder, writeWhole } from "../storage/private-files.js";

export const LOCAL_REGIONS = ["us-east-1", "us-west-2"] as const;
export type LocalRegion = (typeof LOCAL_REGIONS)[number];

/** The name clients would use; on AWS it is a Route 53 record, here our DNS server answers for it. */
export const FAILOVER_NAME = "faultline.localhost";

const MAX_PORT = 65_535 - 53;
/** Who tries keys is slowed down; shorter ones are found all the same. */
const KEY_CHARS_MIN = 16;
const Key = z
  .string()
  .min(KEY_CHARS_MIN, `a key has ${KEY_CHARS_MIN} characters at least; openssl rand -hex 16 makes a good one`)
  // What a header carries as it is written.
  .regex(/^(?! )[\x20-\x7e]+(?<! )$/, "a key is of ASCII alone, without blanks at its ends");
/** Where people reach this. A path may follow the name: a proxy may serve it below one. */
const PublicUrl = z
  .url({ protocol: /^https?$/, message: "where people reach this, such as https://errors.example.com" })
  .regex(/^[^@?#]*$/, "an address without a user, a question mark and a hash: paths follow it")
  .transform((url) => url.replace(/(?<!\/)\/+$/, ""));
const Environment = z.object({
  FAULTLINE_PORT: z.coerce.number().int().min(1).max(MAX_PORT).default(3000),
  FAULTLINE_HOST: z.string().min(1).default("127.0.0.1"),
  FAULTLINE_DATA: z.string().min(1).default(".faultline"),
  FAULTLINE_MASTER_KEY: Key.optional(),
  FAULTLINE_CLIENT_KEY: z.string().transform(listed).pipe(z.array(Key).min(1)).optional(),
  FAULTLINE_DURABILITY: z.enum(["region", "dual"]).default("region"),
  FAULTLINE_ALLOWED_HOSTS: z.string().default(""),
  FAULTLINE_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .refine((url) => new URL(url).hostname !== "", "it names no host")
    .optional(),
  FAULTLINE_SMTP_FROM: z.string().default("faultline@localhost"),
  FAULTLINE_MAIL_DOMAINS: z
    .string()
    .default("")
    .transform((list) => listed(list.toLowerCase())),
  FAULTLINE_OIDC_ISSUER: ProviderSettings.shape.issuer.optional(),
  FAULTLINE_OIDC_CLIENT_ID: z.string().default(""),
  FAULTLINE_OIDC_CLIENT_SECRET: z.string().optional(),
  FAULTLINE_OIDC_NAME: z.string().optional(),
  FAULTLINE_OIDC_DOMAINS: z
    .string()
    .default("")
    .transform((list) => listed(list.toLowerCase())),
  FAULTLINE_OIDC_ROLE: ProviderSettings.shape.role.default("viewer"),
  FAULTLINE_PUBLIC_URL: PublicUrl.optional(),
  FAULTLINE_RESTART: z.enum(["on", "off"]).default("on"),
  FAULTLINE_PROJECT_QUOTA: z.coerce.number().min(1).default(QUOTAS.projectPerSecond),
  FAULTLINE_KEY_QUOTA: z.coerce.number().min(1).default(QUOTAS.keyPerSecond),
  FAULTLINE_NEW_PROJECTS: z.coerce.number().int().min(0).default(QUOTAS.newProjectsPerHour),
  FAULTLINE_RETENTION_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
});

export interface LocalSettings {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly masterKey: string;
  /** Where the master key stands, unless it was given; `isNew` when it was made just now, and may be shown this once. */
  readonly masterKeyKept?: { readonly path: string; readonly isNew: boolean } | undefined;
  /** The first is shown to people; all may post. */
  readonly clientKeys: readonly string[];
  readonly retentionDays: number;
  /** What a 2xx promises: the region that answers has it, or both have while both are up. */
  readonly durability: "region" | "dual";
  readonly outgoing: Outgoing;
  /** Where people reach it, without a slash at the end; what it listens on unless a proxy stands before it. */
  readonly publicUrl: string;
  readonly quotas: QuotaSettings;
  readonly provider?: ProviderSettings | undefined;
  /** Whether a region that ends unasked is started again. */
  readonly isRestarted: boolean;
}

/** Where notifications may go besides the well-known hosts, and who takes mail. */
interface Outgoing {
  readonly allowedHosts: string;
  readonly smtpUrl?: string | undefined;
  readonly smtpFrom: string;
  /** Where mails may go that a config in a POST asks for. */
  readonly mailDomains: readonly string[];
}

/** The settings of this machine's world. Throws, with what to change, for a variable that cannot be used. */
export function localSettings(environment: NodeJS.ProcessEnv): LocalSettings {
  const parsed = Environment.safeParse(emptyLeftOut(environment));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { FAULTLINE_PORT: port, FAULTLINE_HOST: host, FAULTLINE_RETENTION_DAYS: retentionDays } = parsed.data;
  const dataFolder = resolve(parsed.data.FAULTLINE_DATA);
  privateDataFolder(dataFolder);
  const given = { master: parsed.data.FAULTLINE_MASTER_KEY, client: parsed.data.FAULTLINE_CLIENT_KEY };
  const durability = parsed.data.FAULTLINE_DURABILITY;
  const outgoing = {
    allowedHosts: parsed.data.FAULTLINE_ALLOWED_HOSTS,
    smtpUrl: parsed.data.FAULTLINE_SMTP_URL,
    smtpFrom: parsed.data.FAULTLINE_SMTP_FROM,
    mailDomains: parsed.data.FAULTLINE_MAIL_DOMAINS,
  };
  const isRestarted = parsed.data.FAULTLINE_RESTART === "on";
  const publicUrl = parsed.data.FAULTLINE_PUBLIC_URL ?? listenedOn(host, port);
  const stored = { dataFolder, retentionDays, durability, publicUrl };
  return {
    port,
    host,
    ...stored,
    ...keysOf(dataFolder, given),
    outgoing,
    quotas: quotasOf(parsed.data),
    provider: providerOf(parsed.data),
    isRestarted,
  };
}

const quotasOf = (given: z.infer<typeof Environment>): QuotaSettings => ({
  projectPerSecond: given.FAULTLINE_PROJECT_QUOTA,
  keyPerSecond: given.FAULTLINE_KEY_QUOTA,
  newProjectsPerHour: given.FAULTLINE_NEW_PROJECTS,
});

function providerOf(given: z.infer<typeof Environment>): ProviderSettings | undefined {
  const issuer = given.FAULTLINE_OIDC_ISSUER;
  if (issuer === undefined) return undefined;
  if (given.FAULTLINE_OIDC_CLIENT_ID === "")
    throw new Error("FAULTLINE_OIDC_CLIENT_ID: as the provider knows this deployment");
  return {
    issuer,
    clientId: given.FAULTLINE_OIDC_CLIENT_ID,
    clientSecret: given.FAULTLINE_OIDC_CLIENT_SECRET,
    name: given.FAULTLINE_OIDC_NAME ?? new URL(issuer).hostname,
    domains: given.FAULTLINE_OIDC_DOMAINS,
    role: given.FAULTLINE_OIDC_ROLE,
  };
}

/** Those of every address lead here as well as this machine's own. */
const EVERYWHERE = new Set(["0.0.0.0", "::"]);

function listenedOn(host: string, port: number): string {
  const name = EVERYWHERE.has(host) ? "127.0.0.1" : host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}

export const dnsPort = (port: number): number => port + 53;
export const regionPort = (port: number, region: LocalRegion): number =>
  port + 1 + LOCAL_REGIONS.indexOf(region);

function emptyLeftOut(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
}

function listed(list: string): string[] {
  return list
    .split(",")
    .map((key) => key.trim())
    .filter((key) => key !== "");
}

const Keys = z.object({ master: z.string().optional(), client: z.string().optional() });
type Keys = z.infer<typeof Keys>;

interface GivenKeys {
  readonly master: string | undefined;
  readonly client: readonly string[] | undefined;
}

/** Given keys are used and stored nowhere; missing ones are made once and kept for their owner alone. */
function keysOf(
  folder: string,
  given: GivenKeys,
): Pick<LocalSettings, "masterKey" | "masterKeyKept" | "clientKeys"> {
  const path = join(folder, "keys.json");
  const kept = keptKeys(path);
  const made = () => randomBytes(16).toString("hex");
  const master = given.master ?? kept.master ?? made();
  const client = given.client ? undefined : (kept.client ?? made());
  if (given.client?.includes(master) || client === master)
    throw new Error("FAULTLINE_CLIENT_KEY: the master key may not be one: client keys stand in web pages");
  const keep: Keys = { master: given.master ? kept.master : master, client: client ?? kept.client };
  if (JSON.stringify(keep) !== JSON.stringify(kept)) writeWhole(path, `${JSON.stringify(keep, null, 2)}\n`);
  return {
    masterKey: master,
    masterKeyKept: given.master ? undefined : { path, isNew: kept.master === undefined },
    clientKeys: given.client ?? (client === undefined ? [] : listed(client)),
  };
}

/** What is kept; nothing when nothing is. The reason why a file cannot be read may quote it, and is not told. */
function keptKeys(path: string): Keys {
  if (!existsSync(path)) return {};
  try {
    return Keys.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw new Error(`${path} is damaged. Restore it, or remove it to have new keys made at the next start.`);
  }
}
