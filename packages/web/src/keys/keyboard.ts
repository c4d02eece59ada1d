import { useLayoutEffect } from "react";
import { currentSettings } from "../settings/settings.js";
import { commandFor } from "./commands.js";
import { isSingleKey, namesOf, pressed, type Typed } from "./pressed.js";

/** Runs commands by their keys, wherever the focus is but where somebody writes. */
export function useKeyboard(): void {
  // With the drawing, as the commands are: whoever sees the page may press a key at once.
  useLayoutEffect(() => {
    let before: Typed | undefined;
    const listen = (event: KeyboardEvent): void => {
      const key = event.defaultPrevented || event.isComposing ? undefined : pressed(event);
      if (key === undefined || !isMeant(event, key)) return;
      const now = { key, at: event.timeStamp };
      const command = commandFor(namesOf(before, now));
      before = now;
      if (!command) return;
      event.preventDefault();
      before = undefined;
      command.run();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function isMeant({ target }: KeyboardEvent, key: string): boolean {
  if (key.startsWith("mod+")) return true;
  if (isSingleKey(key) && !currentSettings().singleKeys) return false;
  if (!(target instanceof Element)) return true;
  if (document.querySelector("dialog[open]") || target.closest("[role=menu]")) return false;
  if (isWrittenIn(target)) return false;
  // These press a button or open a link: the browser's own way is the right one.
  const isPress = key === "Enter" || key === " ";
  return !(isPress && target.closest("a, button, summary, [role=button]"));
}

const NOT_WRITTEN_IN = ["checkbox", "radio", "button", "submit", "range"];

/** True where somebody writes: keys belong to it, and so does the focus. */
export const isWrittenIn = (target: Element): boolean => {
  if (target instanceof HTMLInputElement) return !NOT_WRITTEN_IN.includes(target.type);
  return target.matches("textarea, select, [contenteditable=true]");
};
