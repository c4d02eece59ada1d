import { written } from "@faultline/core/whole-characters";
import type { KnownBlock } from "@slack/types";
import { type Alert, alertTitle, countsText, headline, linkWithin, sparkText, timeText } from "./alert.js";
import { LIMITS } from "./limits.js";
import { linkTarget, oneLine } from "./text.js";

const TITLE = 250;
const FACTS = 1000;
const PLACE = 300;

/** A message as Slack takes it: its blocks, and the line that stands in notices. */
export function message(alert: Alert, timezone: string) {
  return {
    text: escaped(`${headline(alert)}: ${alertTitle(alert, TITLE)}`),
    blocks: blocks(alert, timezone),
  };
}

function blocks(alert: Alert, timezone: string): KnownBlock[] {
  const { issue, hours } = alert;
  const facts = [
    issue.environment && `environment ${issue.environment}`,
    issue.release && `release ${issue.release}`,
    countsText(issue),
    `last ${timeText(issue.lastSeen, timezone)}`,
  ].filter((fact) => fact !== undefined && fact !== "");
  const spark = `\`${sparkText(hours)}\` 24 h`;
  return [
    section(`*${escaped(headline(alert))}* · ${escaped(issue.project)}`),
    section([titleText(alert), placeText(alert)].filter((line) => line !== "").join("\n")),
    {
      type: "context",
      elements: [
        ...(hours.length > 0 ? [{ type: "mrkdwn" as const, text: spark }] : []),
        { type: "mrkdwn", text: written(oneLine(facts.join(" · ")), FACTS, escaped) },
      ],
    },
    {
      type: "actions",
      elements: [
        {
          type: "button",
          text: { type: "plain_text", text: "Open" },
          url: linkWithin(alert, LIMITS.slack.buttonUrl),
          action_id: "open",
        },
      ],
    },
  ];
}

const section = (text: string): KnownBlock => ({
  type: "section",
  text: { type: "mrkdwn", text, verbatim: true },
});

/** The title leads where the button does, unless that leaves no room for it beside its address. */
function titleText(alert: Alert): string {
  const title = written(alertTitle(alert, TITLE), 4 * TITLE, escaped);
  const link = `*${linked(linkWithin(alert, LIMITS.slack.buttonUrl), title)}*`;
  return link.length <= LIMITS.slack.section - PLACE - 10 ? link : `*${title}*`;
}

function placeText({ issue, occurrence }: Alert): string {
  const frame = occurrence?.event.exceptions[0]?.frames.find(({ inApp }) => inApp);
  if (!frame) return written(oneLine(issue.culprit), PLACE, escaped);
  const place = `${frame.file}${frame.line ? `:${frame.line}` : ""}`;
  const called = frame.function ? `${frame.function} (${place})` : place;
  return `\`${written(oneLine(called), PLACE, escaped)}\``;
}

/** Slack's link: neither its address nor its text can end it. */
export const linked = (link: string, escapedText: string): string =>
  `<${escaped(linkTarget(link))}|${escapedText.replaceAll("|", "¦")}>`;

/** Slack's three control characters, and the backtick, which begins and ends code and knows no escape. */
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("`", "ˋ");
