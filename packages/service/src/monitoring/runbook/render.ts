import { RUNBOOK } from "./runbook.js";
import type { Section } from "./section.js";

const INTRODUCTION =
  "One section for each alarm, and for each kind of fault that becomes an issue of the built-in project `faultline`. Each such issue links to its section here; a running deployment serves this page at `/runbook`.";

/** docs/runbook.md. */
export function runbookMarkdown(): string {
  const sections = Object.entries<Section>(RUNBOOK).map(([name, section]) =>
    [
      `## ${name}`,
      `**${section.title}.** ${section.means}`,
      ...(section.within
        ? [`Makes no issue of its own: [${section.within}](#${section.within}) speaks for it.`]
        : []),
      "Look here:",
      list(section.look),
      "Do this:",
      list(section.act),
    ].join("\n\n"),
  );
  return `${["# Runbook", INTRODUCTION, ...sections].join("\n\n")}\n`;
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

/** The page at `/runbook`. It needs nothing but itself: it is read when other things are broken. */
export function runbookPage(): string {
  const sections = Object.entries<Section>(RUNBOOK).map(
    ([name, { title, means, look, act, within }]) => `<section id="${name}"><h2>${title}</h2>
<p><code>${name}</code>${within ? ` · <a href="#${within}">${within}</a> speaks for it` : ""}</p>
<p>${html(means)}</p>
<h3>Look here</h3>${htmlList(look)}
<h3>Do this</h3>${htmlList(act)}</section>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Runbook · Faultline</title><style>${STYLE}</style><main><h1>Runbook</h1><p>${html(INTRODUCTION)}</p>
${sections.join("\n")}</main></html>`;
}

const STYLE =
  ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem}section{border-top:1px solid #8886;padding-top:.5rem}section:target{outline:2px solid #d60;outline-offset:.5rem}h3{margin-bottom:0;font-size:1rem}code{font-size:.9em}";

const htmlList = (lines: readonly string[]): string =>
  `<ul>${lines.map((line) => `<li>${html(line)}</li>`).join("")}</ul>`;

const html = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/`([^`]+)`/g, "<code>$1</code>");
