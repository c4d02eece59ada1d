// What an event says is written by whoever sent it. Before it becomes part of a message, it is made plain text.

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The text, so many UTF-16 units of it at the most, cut between characters as people see them. */
export function cut(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text.toWellFormed();
  let end = 0;
  // One character more than fits tells where the last one that does ends.
  for (const { index, segment } of graphemes.segment(text.slice(0, charsMax + 64))) {
    if (index + segment.length > charsMax) break;
    end = index + segment.length;
  }
  return text.slice(0, end).toWellFormed();
}

/** One line of it, without what cannot be seen and turns round or hides what can. */
export const oneLine = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "")
    .trim();

/** Text that stays text in Markdown: no markup, no link, no image, no mention of anybody. */
export const plainInMarkdown = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_{}[\]()<>#|~!]/g, "\\$&")
    .replaceAll("@", "@\u200b")
    .replaceAll("://", ":\u200b//");
