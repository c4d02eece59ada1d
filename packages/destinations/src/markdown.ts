import { type Alert, countsText, headline, sparkText, timeText } from "./alert.js";
import { cut } from "./text.js";

const FRAMES_MAX = 30;
const CONTEXT_MAX = 6000;
/** GitHub takes 65,536 characters of a body. */
const STACK_MAX = 20_000;

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
  const { issue, occurrence, hours, link } = alert;
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
    fence(issue.message),
    thrown && thrown.frames.length > 0 ? fence(stackText(thrown)) : fence(thrown?.stack),
    details("Context", { user, request, tags, contexts, extra }),
    `[Open in Faultline](${link})`,
    marker(alert),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** A comment under a ticket that is already there. */
export function commentBody(alert: Alert, timezone: string): string {
  const { issue, link, hours } = alert;
  const facts = `${countsText(issue)}, last ${timeText(issue.lastSeen, timezone)}`;
  const place = [
    issue.release && `release ${inline(issue.release)}`,
    issue.environment && inline(issue.environment),
  ];
  const more = place.filter((part) => part !== undefined && part !== "").join(", ");
  const spark = hours.length > 0 ? `\n\n\`${sparkText(hours)}\`` : "";
  return `**${headline(alert)}**: ${facts}${more ? `, ${more}` : ""}${spark}\n\n[Open in Faultline](${link})`;
}

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
  return cut([...lines, ...(more > 0 ? [`  … ${more} more`] : [])].join("\n"), STACK_MAX);
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
  const text = cut(JSON.stringify(filled, null, 2), CONTEXT_MAX);
  return `<details><summary>${summary}</summary>\n\n${fence(text)}\n\n</details>`;
}

/** A code block that its content cannot end. */
function fence(text: string | undefined): string {
  if (text === undefined || text === "") return "";
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}\n${text}\n${ticks}`;
}

/** Text that stays text: no markup, no mention of a person, no table cell's end. */
const inline = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<>#|]/g, "\\$&")
    .replaceAll("@", "@\u200b")
    .replace(/\s+/g, " ");
