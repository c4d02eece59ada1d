import type { Accepted } from "@faultline/core/event";
import type { Issue } from "@faultline/core/issue";
import type { Config } from "@faultline/destinations/config";
import { z } from "zod";
import type { Ports } from "../ports.js";

const Shared = z.object({
  project: z.string(),
  issue: z.string(),
  event: z.string(),
  until: z.number(),
});
type Shared = z.infer<typeof Shared>;

/** Where a notification leads: the config's own template, a link for people without a key, or the issue's page. */
export async function linkTo(
  ports: Ports,
  config: Pick<Config, "linkTemplate" | "linkExpires">,
  issue: Issue,
  occurrence: Accepted | undefined,
): Promise<string> {
  const base = ports.settings.publicUrl.replace(/\/$/, "");
  const { project, id, message } = issue;
  if (config.linkTemplate !== undefined) {
    const seconds = Math.floor((occurrence?.at ?? issue.lastSeen) / 1000);
    const values: Readonly<Record<string, string>> = {
      project,
      message,
      issue: id,
      event: occurrence?.event.id ?? "",
      reversedUnixtime: String(Number.MAX_SAFE_INTEGER - seconds),
    };
    return config.linkTemplate.replace(/\{\{?\s*(\w+)\s*\}?\}/g, (text, name: string) =>
      Object.hasOwn(values, name) ? encodeURIComponent(values[name] ?? "") : text,
    );
  }
  if (config.linkExpires !== undefined && occurrence) {
    const until = ports.clock.now() + config.linkExpires * 1000;
    const shared: Shared = { project, issue: id, event: occurrence.event.id, until };
    const sealed = await ports.cipher.seal(Buffer.from(JSON.stringify(shared)));
    return `${base}/shared/${Buffer.from(sealed).toString("base64url")}`;
  }
  return `${base}/projects/${encodeURIComponent(project)}/issues/${id}`;
}

/** What a shared link shows; undefined when it is not ours or its time is over. */
export async function openShared({ cipher, clock }: Ports, token: string): Promise<Shared | undefined> {
  const opened = await cipher.open(Buffer.from(token, "base64url"));
  if (!opened) return undefined;
  const shared = Shared.safeParse(JSON.parse(Buffer.from(opened).toString()));
  return shared.success && shared.data.until > clock.now() ? shared.data : undefined;
}
