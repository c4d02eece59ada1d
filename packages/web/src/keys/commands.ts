import { useLayoutEffect, useRef } from "react";

/** Something a person can do here: by its keys, or from the palette. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: "go" | "list" | "issues" | "page" | "settings";
  /** `r`, `g p`, `mod+k`, `ArrowDown`; several with the same effect. */
  readonly keys?: readonly string[];
  /** Left out of the palette: moving about in a list makes no sense from there. */
  readonly onlyByKey?: boolean;
  run(): void;
}

const sources = new Set<{ readonly current: readonly Command[] }>();

/** Offers commands for as long as the caller is shown. Which they are may change with every drawing. */
export function useCommands(commands: readonly Command[]): void {
  const holder = useRef(commands);
  // With the drawing, not after it: the next key may come first.
  useLayoutEffect(() => {
    holder.current = commands;
  });
  useLayoutEffect(() => {
    sources.add(holder);
    return () => {
      sources.delete(holder);
    };
  }, []);
}

/** What can be done right now. What came later, and so lies nearer to what is shown, stands first. */
export const availableCommands = (): readonly Command[] =>
  [...sources].reverse().flatMap(({ current }) => current);

export const commandFor = (names: readonly string[]): Command | undefined => {
  const commands = availableCommands();
  for (const name of names) {
    const command = commands.find(({ keys }) => keys?.includes(name));
    if (command) return command;
  }
  return undefined;
};
