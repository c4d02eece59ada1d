import type { Level } from "../api/types.js";
import { useWords } from "../i18n/i18n.js";

// A shape each, so that colour is not the only sign: octagon, disc, triangle, square, ring.
const SHAPES: Readonly<Record<Level, { readonly path: string; readonly className: string }>> = {
  fatal: { path: "M5 1h6l4 4v6l-4 4H5l-4-4V5zM7 4v5h2V4zM7 10.5v2h2v-2z", className: "fill-bad" },
  error: { path: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z", className: "fill-bad" },
  warning: { path: "M8 1.5 15.5 14.5H.5z", className: "fill-warn" },
  info: { path: "M2.5 2.5h11v11h-11z", className: "fill-note" },
  debug: {
    path: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 3a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z",
    className: "fill-soft",
  },
};

interface LevelBadgeProps {
  readonly level: Level;
  /** The word beside the shape; otherwise it is there for hovering and reading aloud. */
  readonly isWritten?: boolean;
}

/** How bad it is: a shape, a colour and a word. */
export function LevelBadge({ level, isWritten = false }: LevelBadgeProps) {
  const { parts } = useWords();
  const { path, className } = SHAPES[level];
  const word = parts.levels[level];
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5" title={isWritten ? undefined : word}>
      <svg viewBox="0 0 16 16" className={`size-3 ${className}`} fillRule="evenodd" aria-hidden="true">
        <path d={path} />
      </svg>
      <span className={isWritten ? "text-sm" : "sr-only"}>{word}</span>
    </span>
  );
}
