import { base32, digest } from "@faultline/core/hash";
import { readTarget } from "@faultline/destinations/all";
import { ruleOf } from "@faultline/destinations/config";
import type { Target } from "@faultline/destinations/destination";
import * as z from "zod";
import { type Item, type Ports, SAME_CONTENT } from "../ports.js";
import { ALL_PROJECTS, defaultDestinations } from "../projects/default-destinations.js";
import { getProject } from "../projects/projects.js";
import { configsPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { DAY_SECONDS } from "../table/retention.js";
import type { AskedNotify } from "./asked-notify.js";
import { openEncryptedConfig } from "./encrypted-config.js";

/** What reading and keeping a config touches. */
export type ConfigPorts = Pick<Ports, "log" | "cipher" | "clock" | "print" | "settings">;

const CONFIGS_MAX = 10;
const Row = z.object({
  sk: z.string(),
  s: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  type: z.string(),
  label: z.string(),
  at: z.number(),
  /** Missing of one that is set for the project: it stays for as long as it is set. */
  x: z.number().optional(),
  /** It came encrypted, or was set for the project: whoever did that had the right to see its issues. */
  trusted: z.boolean().default(false),
});

export interface KeptConfigs {
  readonly notify: readonly AskedNotify[];
  /** What the answer tells the client about configs that will not be used. Never a value of them. */
  readonly warnings: readonly string[];
}

/** A config as it may be shown. */
interface ShownConfig {
  readonly id: string;
  readonly type: string;
  readonly label: string;
}

/** A config that is kept, and whether who gave it may see whole issues, or its own events alone. */
export interface KeptTarget extends Target {
  readonly id: string;
  readonly isTrusted: boolean;
}

/** One that is told by digests of mail. */
export type DigestTarget = KeptTarget & {
  readonly delivery: Extract<Target["delivery"], { kind: "digest" }>;
};

/** What a config says that came with a POST, or was set for a project. */
interface Given {
  readonly target: Target;
  readonly isTrusted: boolean;
}

/** Who sends a config along: what an encrypted one may be bound to. */
export interface Sender {
  readonly project: string;
  readonly origin?: string | undefined;
}

/**
 * Keeps the configs of a POST, encrypted, once per content, and gives back what goes into its events. One that
 * cannot be used is told in a warning, and costs nothing else.
 */
export async function keepConfigs(
  ports: ConfigPorts,
  sender: Sender,
  configs: readonly unknown[],
): Promise<KeptConfigs> {
  const { good, warnings } = await readAll(ports, sender, configs);
  const notify = await Promise.all(good.map((given) => keepConfig(ports, sender.project, given)));
  return { notify: [...new Map(notify.map((one) => [one.config, one])).values()], warnings };
}

async function readAll(
  ports: ConfigPorts,
  sender: Sender,
  configs: readonly unknown[],
): Promise<{ good: readonly Given[]; warnings: readonly string[] }> {
  const read = await Promise.all(configs.slice(0, CONFIGS_MAX).map((one) => readConfig(ports, sender, one)));
  const warnings = read.flatMap((one, place) => {
    const told = typeof one === "string" ? [one] : unknownText(one.target);
    return told.map((text) => `notifications.${place}: ${text}`);
  });
  if (configs.length > CONFIGS_MAX) warnings.push(`notifications: only the first ${CONFIGS_MAX} are used`);
  return { good: read.filter((one) => typeof one !== "string"), warnings };
}

/** What is said of a config that is used, about names in it that mean nothing. */
export const unknownText = ({ type, unknown }: Pick<Target, "type" | "unknown">): readonly string[] =>
  unknown.length === 0 ? [] : [`${type}: left out, for it is no setting: ${unknown.join(", ")}`];

/** By what a config does: what a destination is called may change, and it stays the same one with the same tickets. */
function idOf(project: string, { config: { name: _, ...config } }: Target): string {
  return `dst_${base32(digest("config", project, JSON.stringify(config)).subarray(0, 16))}`;
}

async function readConfig(ports: ConfigPorts, sender: Sender, input: unknown): Promise<Given | string> {
  const isTrusted = typeof input === "string";
  const opened = isTrusted ? await openEncryptedConfig(ports, sender, input) : { config: input };
  const target = "refused" in opened ? opened.refused : readTarget(opened.config);
  if (typeof target === "string") return target;
  const given = { target, isTrusted };
  return mailRefusal(ports, { ...target, isTrusted }) ?? given;
}

/** Why a mail would not go where a config says: anybody can POST one, with whose address they like. */
export function mailRefusal(
  { settings }: Pick<Ports, "settings">,
  { delivery, isTrusted }: Pick<KeptTarget, "delivery" | "isTrusted">,
): string | undefined {
  if (delivery.kind !== "digest" || isTrusted) return undefined;
  const domains = settings.mailDomains ?? [];
  const isListed = delivery.recipients.every((address) => domains.includes(domainOf(address)));
  return isListed
    ? undefined
    : "email: encrypt the config, or have the domain listed in FAULTLINE_MAIL_DOMAINS";
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();

/** The same without keeping anything, with what each destination is called. */
export async function readOnlyConfigs(
  ports: ConfigPorts,
  sender: Sender,
  configs: readonly unknown[],
): Promise<{
  readonly notify: readonly (AskedNotify & { label: string })[];
  readonly warnings: readonly string[];
}> {
  const { good, warnings } = await readAll(ports, sender, configs);
  const notify = good.map(({ target }) => ({
    config: idOf(sender.project, target),
    label: target.label,
    ...ruleOf(target.config),
  }));
  return { notify: [...new Map(notify.map((one) => [one.config, one])).values()], warnings };
}

/**
 * Stores a config under a name made from its content, and gives back its place, rule and events. What was trusted once stays so:
 * it is the same destination.
 */
export async function keepConfig(
  ports: ConfigPorts,
  project: string,
  { target, isTrusted, isSet = false }: Given & { readonly isSet?: boolean },
): Promise<AskedNotify> {
  const { type, label, config } = target;
  const id = idOf(project, target);
  const key = { pk: configsPartition(project), sk: id };
  const item = await ports.log.get(key);
  const known = item && Row.parse(item);
  const trusted = isTrusted || known?.trusted === true;
  const staysSet = isSet || (known !== undefined && known.x === undefined);
  const isFresh = known !== undefined && (staysSet ? known.x === undefined : !isEnding(ports, known));
  const isRenamed = isSet && known?.label !== label;
  if (known?.trusted !== trusted || !isFresh || isRenamed) {
    const encrypted = await ports.cipher.encrypt(Buffer.from(JSON.stringify(config)), "kept config");
    const shown = { type, label, at: ports.clock.now() };
    await ports.log.put(
      { ...key, s: encrypted, ...shown, trusted, x: staysSet ? undefined : endOf(ports) },
      SAME_CONTENT,
    );
  }
  return { config: id, ...ruleOf(config) };
}

const lifetimeSeconds = ({ settings }: Pick<Ports, "settings">): number =>
  (settings.retentionDays + 30) * DAY_SECONDS;

/** Epoch seconds until which a config is kept that comes along now. */
const endOf = (ports: Pick<Ports, "clock" | "settings">): number =>
  Math.ceil(ports.clock.now() / 1000) + lifetimeSeconds(ports);

/** True when half the time that a config is kept has passed. */
const isEnding = (ports: Pick<Ports, "clock" | "settings">, { x }: z.infer<typeof Row>): boolean =>
  x !== undefined && endOf(ports) - x >= lifetimeSeconds(ports) / 2;

/** Lets a config that is no longer set for its project go in time: what it was told of may still lead to it. */
export async function letGo(
  ports: Pick<Ports, "log" | "clock" | "settings">,
  project: string,
  id: string,
): Promise<void> {
  const item = await ports.log.get({ pk: configsPartition(project), sk: id });
  if (item) await ports.log.put({ ...item, x: endOf(ports) }, SAME_CONTENT);
}

type OpeningPorts = Pick<Ports, "log" | "cipher" | "clock" | "settings">;

/**
 * The config behind an id, of the project or of all projects; undefined when it is not here, or this deployment did not
 * encrypt it.
 */
export const openTarget = async (
  ports: OpeningPorts,
  project: string,
  id: string,
): Promise<KeptTarget | undefined> =>
  (await openOwn(ports, project, id)) ?? (await openOwn(ports, ALL_PROJECTS, id));

async function openOwn(ports: OpeningPorts, project: string, id: string): Promise<KeptTarget | undefined> {
  const item = await ports.log.get({ pk: configsPartition(project), sk: id });
  const row = item && Row.parse(item);
  const opened = row && (await ports.cipher.decrypt(row.s, "kept config"));
  if (!item || !opened) return undefined;
  const target = readTarget(JSON.parse(Buffer.from(opened).toString()));
  if (typeof target === "string") return undefined;
  const { label } = target;
  // Rows of earlier versions do not say how their config came; those set for the project are known all the same.
  const isSet = (!row.trusted || isEnding(ports, row)) && (await isDefault(ports, project, id));
  await renew(ports, { ...item, label }, { opened, isSet, isLabelled: row.label === label });
  const isTrusted = row.trusted || isSet;
  return { ...target, id, isTrusted };
}

interface Opened {
  readonly opened: Uint8Array;
  readonly isSet: boolean;
  /** Its row says what it is called now. */
  readonly isLabelled: boolean;
}

/** Lets a config that is set for its project stay, and has what an older key encrypted go over to the present one. */
async function renew(
  { log, cipher }: Pick<Ports, "log" | "cipher">,
  item: Item,
  { opened, isSet, isLabelled }: Opened,
): Promise<void> {
  const { s, x } = Row.parse(item);
  const isOld = cipher.isCurrent?.(s) === false;
  if (isLabelled && !isOld && (!isSet || x === undefined)) return;
  const encrypted = isOld ? await cipher.encrypt(opened, "kept config") : s;
  await log.put({ ...item, s: encrypted, x: isSet ? undefined : x }, SAME_CONTENT);
}

async function isDefault(ports: Pick<Ports, "log" | "clock">, project: string, id: string): Promise<boolean> {
  const notify =
    project === ALL_PROJECTS ? await defaultDestinations(ports) : (await getProject(ports, project))?.notify;
  return (notify ?? []).some(({ config }) => config === id);
}

/** Every config a project has been sent, masked. */
export async function listConfigs(
  ports: Pick<Ports, "log">,
  project: string,
): Promise<readonly ShownConfig[]> {
  const rows = await collect(queryAll(ports.log, { pk: configsPartition(project) }));
  return rows.map((row) => Row.parse(row)).map(({ sk: id, type, label }) => ({ id, type, label }));
}

/** What each destination is called that a project may have told, by its id: its own and those of all projects. */
export async function labelsOf(
  ports: Pick<Ports, "log">,
  project: string,
): Promise<ReadonlyMap<string, string>> {
  const all = await Promise.all([ALL_PROJECTS, project].map((owner) => listConfigs(ports, owner)));
  return new Map(all.flat().map(({ id, label }) => [id, label]));
}
