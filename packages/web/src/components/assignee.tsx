import { useWords } from "../i18n/i18n.js";

/** Who looks after an issue, by their initials; the whole name on hover and for reading aloud. */
export function Assignee({ name }: { readonly name: string }) {
  const { activity: words } = useWords();
  return (
    <span
      title={words.looksAfter(name)}
      className="inline-flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-wash text-[0.625rem] font-semibold text-accent select-none"
    >
      <span aria-hidden="true">{initialsOf(name)}</span>
      <span className="sr-only">{words.looksAfter(name)}</span>
    </span>
  );
}

/** `AB` of `Ada Byron`, `A` of `ada@example.com`. */
function initialsOf(name: string): string {
  const words = name.replace(/@.*/, "").split(/[\s._-]+/u);
  const letters = words.flatMap((word) => [...word].slice(0, 1));
  return [letters[0], letters.length > 1 ? letters.at(-1) : ""].join("").toUpperCase();
}
