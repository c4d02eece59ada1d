// What is done to a printed stack before a language reads it.

/**
 * The stack with the message's first line alone: what follows may look like calls and is not. Where the message does not
 * stand there as it is known, the stack stays.
 */
export function withoutFurtherLines(stack: string, message: string | undefined): string {
  const whole = message?.trim() ?? "";
  const first = whole.search(/[\r\n]/);
  const at = first === -1 ? -1 : stack.indexOf(whole);
  return at === -1 ? stack : stack.slice(0, at + first) + stack.slice(at + whole.length);
}

const GROUP = "Exception Group Traceback (most recent call last):";
/** `+-+---------------- 1 ----------------` begins an error of a group, without a number it ends the last one. */
const GROUP_BORDER = /^\s*(?:\+-)?\+-{4,40}(?: (?:\d{1,9}|\.{3}) -{4,40}|-{0,40})$/;
const GROUP_BAR = /^\s*[|+] ?/;

/** The errors of a Python exception group one after the other, the group itself first; of any other stack, all lines. */
export function groupsOf(lines: readonly string[]): readonly (readonly string[])[] {
  if (!lines.some((line) => line.trimEnd().endsWith(GROUP))) return [lines];
  const groups: string[][] = [[]];
  for (const line of lines) {
    if (GROUP_BORDER.test(line)) groups.push([]);
    else groups.at(-1)?.push(line.replace(GROUP_BAR, ""));
  }
  return groups;
}
