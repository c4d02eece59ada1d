import { cut, written } from "@faultline/core/whole-characters";
import { type Alert, countsText, headline, linkWithin, sparkText, timeText } from "./alert.js";
import { LIMITS, SHORT } from "./limits.js";
import { linkTarget } from "./text.js";

const FRAMES_MAX = 30;
/** Together, with the tables and the address besides, they stay below the 65,536 characters of a body in GitHub. */
const ROOM = { message: 9_000, stack: 20_000, context: 6_000 };

/** What a ticket is searched by, whatever people do to its title. */
export const markerWords = ({ issue }: Pick<Alert, "issue">): string => `faultline:${issue.id}`;

/** Invisible in the rendered ticket, and its last line. Signed: event text, and anybody's ticket, may hold the words. */
const marker = (alert: Signed): string => `<!-- ${markerWords(alert)}:${alert.signature} -->`;

type Signed = Pick<Alert, "issue" | "signature">;

/** Whether a ticket's text ends in the signed marker of this issue. */
export const isSigned = (alert: Signed, body: string | null | undefined): boolean =>
  (body ?? "").trimEnd().endsWith(marker(alert));

/** The same, or in what earlier versions, which did not sign, wrote there: good only with an author who is known. */
export const isMarked = (alert: Signed, body: string | null | undefined): boolean =>
  isSigned(alert, body) || (body ?? "").trimEnd().endsWith(`<!-- ${markerWords(alert)} -->`);

/** A ticket's body: what happened, where, with what, and the way to the issue. */
export function ticketBody(alert: Alert, timezone: string): string {
  const { issue, occurrence, hours } = alert;
  const thrown = occurrence?.event.exceptions[0];
  const { user, request, contexts, extra, tags } = occurrence?.event ?? {};
  return [
    `**${inline(issue.project)}** · ${issue.level} · ${countsText(issue)}`,
    hours.length > 0 ? `\`${sparkText(hours)}\` events per hour, last 24 h` : "",
    table([
      ["first seen", timeText(issue.firstSeen, timezone)],
      ["last seen", timeText(issue.lastSeen, timezone)],
      ["environment", issue.environment],
      ["release", issue.release],
      ["where", issue.culprit],
    ]),
    fence(issue.message, ROOM.message),
    fence(thrown && thrown.frames.length > 0 ? stackText(thrown) : thrown?.stack, ROOM.stack),
    details("Context", { user, request, tags, contexts, extra }),
    openLink(alert),
    marker(alert),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** A comment under a ticket that is already there. */
export function commentBody(alert: Alert, timezone: string): string {
  const { issue, hours } = alert;
  const facts = `${countsText(issue)}, last ${timeText(issue.lastSeen, timezone)}`;
  const place = [
    issue.release && `release ${inline(issue.release)}`,
    issue.environment && inline(issue.environment),
  ];
  const more = place.filter((part) => part !== undefined && part !== "").join(", ");
  const spark = hours.length > 0 ? `\n\n\`${sparkText(hours)}\`` : "";
  return `**${headline(alert)}**: ${facts}${more ? `, ${more}` : ""}${spark}\n\n${openLink(alert)}`;
}

const openLink = (alert: Alert): string =>
  `[Open in Faultline](${linkTarget(linkWithin(alert, LIMITS.link))})`;

function stackText({
  frames,
}: {
  frames: readonly { file: string; function?: string | undefined; line?: number | undefined }[];
}): string {
  const lines = frames
    .slice(0, FRAMES_MAX)
    .map(
      ({ file, function: name, line }) => `  at ${name ? `${name} ` : ""}(${file}${line ? `:${line}` : ""})`,
    );
  const more = frames.length - lines.length;
  return [...lines, ...(more > 0 ? [`  … ${more} more`] : [])].join("\n");
}

function table(rows: readonly (readonly [string, string | undefined])[]): string {
  const filled = rows.filter(([, value]) => value !== undefined && value !== "");
  return [
    "| | |",
    "| --- | --- |",
    ...filled.map(([name, value]) => `| ${name} | ${inline(value ?? "")} |`),
  ].join("\n");
}

function details(summary: string, parts: Readonly<Record<string, unknown>>): string {
  const filled = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  if (Object.keys(filled).length === 0) return "";
  const text = fence(JSON.stringify(filled, null, 2), ROOM.context);
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
}

/** A code block that its content cannot end, of so many characters and a few at the most. */
function fence(text: string | undefined, charsMax: number): string {
  if (text === undefined || text === "") return "";
  const whole = fenced(cut(text, charsMax));
  // A run of backticks needs two as long around it.
  return whole.length <= charsMax + 10 ? whole : fenced(cut(text, Math.floor(charsMax / 3)));
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}\n${text}\n${ticks}`;
}

/** Text that stays text, and short: no markup, no mention of a person, no table cell's end. */
const inline = (text: string): string =>
  written(text.replace(/\s+/g, " ").replaceAll("@", "@\u200b"), SHORT, (character) =>
    character.replace(/[\\`*_{}[\]<>#|]/g, "\\$&"),
  );
