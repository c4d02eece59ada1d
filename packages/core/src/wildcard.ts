/**
 * Tells texts that a pattern describes: plain text, in which `*` stands for anything, also for nothing. The whole text has to
 * match; upper and lower case are the same. What is between the stars is looked for once, from left to right, so the time
 * a text takes grows with its length alone.
 */
export function wildcard(pattern: string): (lowerCase: string) => boolean {
  const [first = "", ...others] = pattern.toLowerCase().split(/\*+/);
  const last = others.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let from = first.length;
    for (const part of others) {
      const place = text.indexOf(part, from);
      if (place < 0) return false;
      from = place + part.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
  };
}
