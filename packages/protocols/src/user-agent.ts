import type { Report } from "@faultline/core/report";
import { setOwn } from "@faultline/core/set-own";
import { filled, isRecord } from "./loose.js";

type Contexts = Readonly<Record<string, Record<string, unknown> | undefined>>;

const CHARS_MAX = 300;
const REMEMBERED_MAX = 500;
/** A thousand errors come from a handful of browsers. */
const remembered = new Map<string, Contexts>();

/** Loaded with the first user agent there is to read: a function begins without it. */
const parser = async () => (await import("bowser")).default;

/** The report with the browser, system and device that its user agent names, where its client did not tell them itself. */
export async function withUserAgent(report: Report): Promise<Report> {
  const agent = report.request?.userAgent?.slice(0, CHARS_MAX);
  if (!agent) return report;
  let contexts: Record<string, unknown> | undefined;
  const found = await contextsOf(agent);
  for (const name in found) {
    if (!found[name] || isTold(report, name)) continue;
    contexts ??= copyOf(report.contexts);
    contexts[name] = found[name];
  }
  return contexts === undefined ? report : { ...report, contexts };
}

/** Made entry by entry: to a copy by spreading, names are not added quickly. */
function copyOf(contexts: Report["contexts"]): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name in contexts) setOwn(copy, name, contexts[name]);
  return copy;
}

function isTold({ contexts }: Report, name: string): boolean {
  const known = contexts?.[name];
  return isRecord(known) && filled(known) !== undefined;
}

async function contextsOf(agent: string): Promise<Contexts> {
  const known = remembered.get(agent);
  if (known) return known;
  const { browser, os, platform } = (await parser()).parse(agent);
  const contexts = {
    browser: filled({ name: browser.name, version: browser.version }),
    os: filled({ name: os.name, version: os.versionName ?? os.version }),
    // Every desktop is one; what is not, is worth a word.
    device: platform.type === "desktop" ? undefined : filled({ ...platform }),
  };
  const [oldest] = remembered.keys();
  if (remembered.size >= REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest);
  remembered.set(agent, contexts);
  return contexts;
}

/** `Chrome 128 · macOS`, as far as the user agent says so; without one, `unknown`. */
export async function deviceName(agent: string | undefined): Promise<string> {
  if (!agent) return UNKNOWN;
  const { browser, os } = (await parser()).parse(agent.slice(0, CHARS_MAX));
  const [major] = (browser.version ?? "").split(".");
  const name = [browser.name, major].filter(Boolean).join(" ");
  if (name === "") return agent.split(/[\s/]/)[0] || UNKNOWN;
  return os.name ? `${name} · ${os.name}` : name;
}

const UNKNOWN = "unknown";
