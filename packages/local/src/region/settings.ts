import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

export const LOCAL_REGIONS = ["us-east-1", "us-west-2"] as const;
export type LocalRegion = (typeof LOCAL_REGIONS)[number];

/** The name clients would use; on AWS it is a Route 53 record, here our DNS server answers for it. */
export const FAILOVER_NAME = "faultline.localhost";

const MAX_PORT = 65_535 - 53;
const Environment = z.object({
  FAULTLINE_PORT: z.coerce.number().int().min(1).max(MAX_PORT).default(3000),
  FAULTLINE_HOST: z.string().min(1).default("127.0.0.1"),
  FAULTLINE_DATA: z.string().min(1).default(".faultline"),
  FAULTLINE_MASTER_KEY: z.string().min(8).optional(),
  FAULTLINE_CLIENT_KEY: z.string().min(1).optional(),
  FAULTLINE_DURABILITY: z.enum(["region", "dual"]).default("region"),
  FAULTLINE_ALLOWED_HOSTS: z.string().default(""),
  FAULTLINE_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  FAULTLINE_SMTP_FROM: z.string().default("faultline@localhost"),
  FAULTLINE_RESTART: z.enum(["on", "off"]).default("on"),
  FAULTLINE_RETENTION_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
});

export interface LocalSettings {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly masterKey: string;
  /** The first is shown to people; all may post. */
  readonly clientKeys: readonly string[];
  readonly retentionDays: number;
  /** What a 2xx promises: the region that answers has it, or both have while both are up. */
  readonly durability: "region" | "dual";
  readonly outgoing: Outgoing;
  /** Whether a region that ends unasked is started again. */
  readonly isRestarted: boolean;
}

/** Where notifications may go besides the well-known hosts, and who takes mail. */
interface Outgoing {
  readonly allowedHosts: string;
  readonly smtpUrl?: string | undefined;
  readonly smtpFrom: string;
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
  mkdirSync(dataFolder, { recursive: true });
  const given = { master: parsed.data.FAULTLINE_MASTER_KEY, client: parsed.data.FAULTLINE_CLIENT_KEY };
  const keys = keysOf(dataFolder, given);
  const clientKeys = keys.client
    .split(",")
    .map((key) => key.trim())
    .filter((key) => key !== "");
  const durability = parsed.data.FAULTLINE_DURABILITY;
  const outgoing = {
    allowedHosts: parsed.data.FAULTLINE_ALLOWED_HOSTS,
    smtpUrl: parsed.data.FAULTLINE_SMTP_URL,
    smtpFrom: parsed.data.FAULTLINE_SMTP_FROM,
  };
  const isRestarted = parsed.data.FAULTLINE_RESTART === "on";
  const stored = { dataFolder, retentionDays, durability };
  return { port, host, ...stored, masterKey: keys.master, clientKeys, outgoing, isRestarted };
}

export const dnsPort = (port: number): number => port + 53;
export const regionPort = (port: number, region: LocalRegion): number =>
  port + 1 + LOCAL_REGIONS.indexOf(region);

function emptyLeftOut(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
}

const Keys = z.object({ master: z.string().optional(), client: z.string().optional() });

/** Given keys are used and stored nowhere; missing ones are made once and kept for their owner alone. */
function keysOf(folder: string, given: z.infer<typeof Keys>): { master: string; client: string } {
  const path = join(folder, "keys.json");
  const kept = existsSync(path) ? Keys.parse(JSON.parse(readFileSync(path, "utf8"))) : {};
  const made = () => randomBytes(16).toString("hex");
  const master = given.master ?? kept.master ?? made();
  const client = given.client ?? kept.client ?? made();
  const keep = { master: given.master ? kept.master : master, client: given.client ? kept.client : client };
  if (JSON.stringify(keep) !== JSON.stringify(kept)) {
    writeFileSync(path, `${JSON.stringify(keep, null, 2)}\n`, { mode: 0o600 });
    chmodSync(path, 0o600);
  }
  return { master, client };
}
