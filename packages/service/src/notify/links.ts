import type { Accepted } from "@faultline/core/event";
import type { Issue } from "@faultline/core/issue";
import type { SharedConfig } from "@faultline/destinations/config";
import { z } from "zod";
import type { Ports } from "../ports.js";
import { getProject } from "../projects/projects.js";
import { makeToken, readToken } from "../projects/signed-token.js";

const DAY = 86_400_000;
/** However long a config asks a link to be good. */
export const LINK_MILLISECONDS_MAX = 30 * DAY;

const Shared = z.object({
  project: z.string(),
  issue: z.string(),
  event: z.string(),
  /** Milliseconds since 1970: when it was made, and until when it is good. */
  at: z.number(),
  until: z.number(),
});
type Shared = z.infer<typeof Shared>;

/** Where a notification leads: the config's own template, a link for people without a key, or the issue's page. */
export async function linkTo(
  ports: Pick<Ports, "clock" | "settings">,
  config: Pick<SharedConfig, "linkTemplate" | "linkExpires">,
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
      Object.hasOwn(values, name) ? encoded(values[name] ?? "") : text,
    );
  }
  if (config.linkExpires !== undefined && occurrence) {
    const at = ports.clock.now();
    const until = at + Math.min(config.linkExpires * 1000, LINK_MILLISECONDS_MAX);
    const shared: Shared = { project, issue: id, event: occurrence.event.id, at, until };
    return `${base}/shared/${await makeToken(ports.settings, "shared link", shared)}`;
  }
  return `${base}/projects/${encoded(project)}/issues/${id}`;
}

/** Half a character, which an error's text may end in, is no part of an address. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** What a shared link shows; undefined when it is not ours, its time is over, or the project's links were revoked since. */
export async function openShared(
  ports: Pick<Ports, "log" | "clock" | "settings">,
  token: string,
): Promise<Shared | undefined> {
  const shared = Shared.safeParse(await readToken(ports.settings, "shared link", token)).data;
  if (!shared || shared.until <= ports.clock.now()) return undefined;
  const project = await getProject(ports, shared.project);
  return project && shared.at > (project.linksRevokedAt ?? -1) ? shared : undefined;
}
