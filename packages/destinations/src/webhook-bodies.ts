import { formatTime } from "@faultline/core/time";
import * as z from "zod";
import { type Alert, alertTitle, headline, linkWithin, sparkText } from "./alert.js";
import type { SummaryMessage } from "./destination.js";
import { LIMITS, SHORT } from "./limits.js";
import { plainInMarkdown } from "./text.js";

/** For whom a webhook's body is: programs, or chats that take webhooks of their own form. */
export const Preset = z.enum(["json", "discord", "teams", "mattermost"]);
type Preset = z.infer<typeof Preset>;

/** Of a title in a chat that names no limit; and of what stands below it. */
const TITLE = 512;
const TEXT = 1024;

/** What is posted of an alert. */
export function alertBody(preset: Preset, alert: Alert): unknown {
  switch (preset) {
    case "json":
      return forPrograms(alert);
    case "discord":
      return forDiscord(alert);
    case "teams":
      return forTeams(alert);
    case "mattermost":
      return forMattermost(alert);
  }
}

/** What is posted in place of many. */
export function summaryBody(preset: Preset, { project, text, link, now }: SummaryMessage): unknown {
  const line = `${plainInMarkdown(project, SHORT)}: ${text}`;
  switch (preset) {
    case "json":
      return { version: 1, kind: "summary", sentAt: formatTime(now), project, text, link };
    case "discord": {
      const linked = `${line} ${link}`;
      const content = linked.length <= LIMITS.discord.content ? linked : line;
      return { content, allowed_mentions: { parse: [] } };
    }
    case "teams":
      return card(link, [{ type: "TextBlock", text: line, wrap: true }]);
    case "mattermost":
      return { text: `${line} ${link}` };
  }
}

const forPrograms = ({ kind, issue, crossed, reasons, hours, link, now, occurrence }: Alert) => ({
  version: 1,
  kind,
  sentAt: now,
  crossed,
  reasons,
  link,
  hours,
  issue: {
    ...issue,
    firstSeen: new Date(issue.firstSeen).toISOString(),
    lastSeen: new Date(issue.lastSeen).toISOString(),
  },
  event: occurrence && {
    id: occurrence.event.id,
    region: occurrence.region,
    exceptions: occurrence.event.exceptions,
  },
});

const forDiscord = (alert: Alert) => ({
  content: headline(alert),
  allowed_mentions: { parse: [] },
  embeds: [
    {
      title: shownTitle(alert, LIMITS.discord.title),
      url: linkWithin(alert, LIMITS.discord.url),
      description: plainInMarkdown(alert.issue.culprit, TEXT),
      color: alert.issue.level === "warning" ? 0xd98e04 : 0xc8321e,
      fields: facts(alert).map(([name, value]) => ({ name, value, inline: true })),
      timestamp: alert.now,
    },
  ],
});

const forTeams = (alert: Alert) =>
  card(linkWithin(alert, LIMITS.link), [
    { type: "TextBlock", text: headline(alert), weight: "Bolder" },
    { type: "TextBlock", text: shownTitle(alert, TITLE), wrap: true },
    { type: "FactSet", facts: facts(alert).map(([title, value]) => ({ title, value })) },
  ]);

const forMattermost = (alert: Alert) => ({
  text: headline(alert),
  attachments: [
    {
      fallback: shownTitle(alert, TITLE),
      title: shownTitle(alert, TITLE),
      title_link: linkWithin(alert, LIMITS.link),
      text: plainInMarkdown(alert.issue.culprit, TEXT),
      fields: facts(alert).map(([title, value]) => ({ title, value, short: true })),
    },
  ],
});

/** A message as Teams takes it: an adaptive card with a button. */
const card = (link: string, body: readonly object[]) => ({
  type: "message",
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      content: {
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
        type: "AdaptiveCard",
        version: "1.4",
        body,
        actions: [{ type: "Action.OpenUrl", title: "Open", url: link }],
      },
    },
  ],
});

const shownTitle = (alert: Alert, charsMax: number): string =>
  plainInMarkdown(alertTitle(alert, charsMax), charsMax);

/** Discord refuses a field without a value. */
const facts = ({ issue, hours }: Alert): [string, string][] => [
  ["project", shown(issue.project)],
  ["count", `${issue.count}`],
  ["last 24 h", sparkText(hours) || "–"],
  ["environment", shown(issue.environment)],
  ["release", shown(issue.release)],
];

const shown = (text = ""): string => plainInMarkdown(text, SHORT) || "–";
