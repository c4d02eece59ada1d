import { written } from "@faultline/core/whole-characters";

// What an event says is written by whoever sent it. Before it becomes part of a message, it is made plain text.

/** One line of it, without what cannot be seen and turns round or hides what can. */
export const oneLine = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "")
    .trim();

/** Text that stays text in Markdown, so many characters of it: no markup, no link, no image, no mention of anybody. */
export const plainInMarkdown = (text: string, charsMax: number): string =>
  written(apart(oneLine(text)), charsMax, escapedInMarkdown);

/** What makes links and mentions, taken apart by what cannot be seen. */
const apart = (text: string): string => text.replaceAll("@", "@\u200b").replaceAll("://", ":\u200b//");

const escapedInMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]()<>#|~!]/g, "\\$&");

/** An address that ends where it ends, in whatever brackets it stands. */
export const linkTarget = (link: string): string =>
  link.replace(/[()<>|\s]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
