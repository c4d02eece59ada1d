import type { Accepted } from "@faultline/core/event";
import type { Issue } from "@faultline/core/issue";
import { messageName } from "@faultline/core/message-name";
import type { SharedConfig } from "@faultline/destinations/config";
import * as z from "zod";
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

/** The issue's own page. */
export const pageOf = (
  ports: Pick<Ports, "settings">,
  { project, id }: Pick<Issue, "project" | "id">,
): string => `${projectPageOf(ports, project)}/issues/${id}`;

/** A project's page. */
export const projectPageOf = ({ settings }: Pick<Ports, "settings">, project: string): string =>
  `${baseOf(settings)}/projects/${encoded(project)}`;

const baseOf = ({ publicUrl }: Ports["settings"]): string => publicUrl.replace(/(?<!\/)\/+$/, "");

/** Where a notification leads: the config's own template, a link for people without a key, or the issue's page. */
export async function linkTo(
  ports: Pick<Ports, "clock" | "settings">,
  config: Pick<SharedConfig, "linkTemplate" | "linkExpires">,
  issue: Issue,
  occurrence: Accepted | undefined,
): Promise<string> {
  const { project, id, message } = issue;
  if (config.linkTemplate !== undefined) {
    const seconds = Math.floor((occurrence?.at ?? issue.lastSeen) / 1000);
    const values: Readonly<Record<string, string>> = {
      project,
      // As the API knows it, however long it is.
      message: messageName(message.toWellFormed()),
      issue: id,
      event: occurrence?.event.id ?? "",
      reversedUnixtime: String(Number.MAX_SAFE_INTEGER - seconds),
    };
    const link = config.linkTemplate.replace(/\{\{?\s*(\w+)\s*\}?\}/g, (text, name: string) =>
      Object.hasOwn(values, name) ? encoded(values[name] ?? "") : text,
    );
    return URL.canParse(link) ? link : pageOf(ports, issue);
  }
  if (config.linkExpires !== undefined && occurrence) {
    const at = ports.clock.now();
    const until = at + Math.min(config.linkExpires * 1000, LINK_MILLISECONDS_MAX);
    const shared: Shared = { project, issue: id, event: occurrence.event.id, at, until };
    return `${baseOf(ports.settings)}/shared/${await makeToken(ports.settings, "shared link", shared)}`;
  }
  return pageOf(ports, issue);
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
