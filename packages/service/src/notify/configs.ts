import type { Notify } from "@faultline/core/event";
import { base32, digest } from "@faultline/core/hash";
import { type Config, maskedName, parseConfig, ruleOf } from "@faultline/destinations/config";
import { z } from "zod";
import { type Ports, SAME_CONTENT } from "../ports.js";
import { configsPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { openEncryptedConfig } from "./encrypted-config.js";

const CONFIGS_MAX = 10;
const DAY_SECONDS = 86_400;
const Row = z.object({
  sk: z.string(),
  s: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  type: z.string(),
  label: z.string(),
  at: z.number(),
  x: z.number().optional(),
});

export interface KeptConfigs {
  readonly notify: readonly Notify[];
  /** What the answer tells the client about configs that will not be used. Never a value of them. */
  readonly warnings: readonly string[];
}

/** A config as it may be shown. */
interface ShownConfig {
  readonly id: string;
  readonly type: string;
  readonly label: string;
}

/** Who sends a config along: what a sealed one may be bound to. */
export interface Sender {
  readonly project: string;
  readonly origin?: string | undefined;
}

/**
 * Keeps the configs of a POST, sealed, once per content, and gives back what goes into its events. One that
 * cannot be used is told in a warning, and costs nothing else.
 */
export async function keepConfigs(
  ports: Ports,
  sender: Sender,
  configs: readonly unknown[],
): Promise<KeptConfigs> {
  const { good, warnings } = await readAll(ports, sender, configs);
  const notify = await Promise.all(good.map((config) => keepConfig(ports, sender.project, config)));
  return { notify: [...new Map(notify.map((one) => [one.config, one])).values()], warnings };
}

async function readAll(
  ports: Ports,
  sender: Sender,
  configs: readonly unknown[],
): Promise<{ good: readonly Config[]; warnings: readonly string[] }> {
  const read = await Promise.all(configs.slice(0, CONFIGS_MAX).map((one) => readConfig(ports, sender, one)));
  const warnings = read.flatMap((one, place) =>
    typeof one === "string" ? [`notifications.${place}: ${one}`] : [],
  );
  if (configs.length > CONFIGS_MAX) warnings.push(`notifications: only the first ${CONFIGS_MAX} are used`);
  return { good: read.filter((one) => typeof one !== "string"), warnings };
}

const idOf = (project: string, config: Config): string =>
  `dst_${base32(digest("config", project, JSON.stringify(config)).subarray(0, 16))}`;

async function readConfig(ports: Ports, sender: Sender, input: unknown): Promise<Config | string> {
  if (typeof input !== "string") return parseConfig(input);
  const opened = await openEncryptedConfig(ports, sender, input);
  return "refused" in opened ? opened.refused : parseConfig(opened.config);
}

/** The same without keeping anything, with what each destination is called. */
export async function readOnlyConfigs(
  ports: Ports,
  sender: Sender,
  configs: readonly unknown[],
): Promise<{
  readonly notify: readonly (Notify & { label: string })[];
  readonly warnings: readonly string[];
}> {
  const { good, warnings } = await readAll(ports, sender, configs);
  const notify = good.map((config) => ({
    config: idOf(sender.project, config),
    label: maskedName(config),
    ...ruleOf(config),
  }));
  return { notify: [...new Map(notify.map((one) => [one.config, one])).values()], warnings };
}

/** Stores a config under a name made from its content, and gives back its place and rule. */
export async function keepConfig(ports: Ports, project: string, config: Config): Promise<Notify> {
  const id = idOf(project, config);
  const key = { pk: configsPartition(project), sk: id };
  const now = Math.ceil(ports.clock.now() / 1000);
  const lifetime = (ports.settings.retentionDays + 30) * DAY_SECONDS;
  const known = await ports.log.get(key);
  const isFresh = known && Row.parse(known).x !== undefined && Number(known.x) - now > lifetime / 2;
  if (!isFresh) {
    const sealed = await ports.cipher.seal(Buffer.from(JSON.stringify(config)), "kept config");
    const shown = { type: config.type, label: maskedName(config), at: ports.clock.now() };
    await ports.log.put({ ...key, s: sealed, ...shown, x: now + lifetime }, SAME_CONTENT);
  }
  return { config: id, ...ruleOf(config) };
}

/** The config behind an id; undefined when it is not here, or this deployment did not seal it. */
export async function openConfig(ports: Ports, project: string, id: string): Promise<Config | undefined> {
  const row = await ports.log.get({ pk: configsPartition(project), sk: id });
  const opened = row && (await ports.cipher.open(Row.parse(row).s, "kept config"));
  if (!opened) return undefined;
  const config = parseConfig(JSON.parse(Buffer.from(opened).toString()));
  return typeof config === "string" ? undefined : config;
}

/** Every config a project has been sent, masked. */
export async function listConfigs(ports: Ports, project: string): Promise<readonly ShownConfig[]> {
  const rows = await collect(queryAll(ports.log, { pk: configsPartition(project) }));
  return rows.map((row) => Row.parse(row)).map(({ sk: id, type, label }) => ({ id, type, label }));
}
