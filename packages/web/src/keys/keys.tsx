import { useWords } from "../i18n/i18n.js";

const NAMES: ReadonlyMap<string, string> = new Map([
  ["ArrowDown", "↓"],
  ["ArrowUp", "↑"],
  ["Enter", "↵"],
  ["Escape", "Esc"],
]);

const isApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A command's keys as they stand on the keyboard. */
export function Keys({ name }: { readonly name: string }) {
  const { shell } = useWords();
  const sequence = name.split(" ");
  return (
    <span className="inline-flex items-center gap-1">
      {sequence.map((key, place) => (
        <span key={key} className="inline-flex items-center gap-1">
          {place > 0 && <span className="text-xs text-soft">{shell.afterwards}</span>}
          {key.split("+").map((part) => (
            <kbd key={part}>{shown(part)}</kbd>
          ))}
        </span>
      ))}
    </span>
  );
}

function shown(part: string): string {
  if (part === "mod") return isApple ? "⌘" : "Ctrl";
  return NAMES.get(part) ?? (part.length === 1 ? part.toUpperCase() : part);
}
