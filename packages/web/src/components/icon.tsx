// Drawn on a grid of 16, in strokes.
const PATHS = {
  cross: "m4 4 8 8m0-8-8 8",
  check: "m3 8.5 3.2 3.2L13 4.8",
  chevron: "m4.5 6.5 3.5 3.5 3.5-3.5",
  next: "m6 4 4 4-4 4",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zm3.3 7.8 3.2 3.2",
  copy: "M5.5 5.5v-3h8v8h-3m-8-5h8v8h-8z",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  plus: "M8 3v10M3 8h10",
  bell: "M4 11.5V7a4 4 0 0 1 8 0v4.5m-9.5 0h11M6.8 14h2.4",
  gear: "M2 4.5h6m4 0h2M2 11.5h2m4 0h6M10 2.8v3.4M6 9.8v3.4",
  command:
    "M5.5 5.5h5v5h-5zm0 0v-2a2 2 0 1 0-2 2zm5 0h2a2 2 0 1 0-2-2zm0 5v2a2 2 0 1 0 2-2zm-5 0h-2a2 2 0 1 0 2 2z",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
  warn: "M8 2.2 14.5 13.5h-13zM8 6.5v3.2m0 1.8v.01",
  pulse: "M1.5 8.5h3l2-5 3 9 2-4h3",
  play: "M5 3.5 12 8l-7 4.5z",
  pause: "M5.5 3.5v9m5-9v9",
} as const;

export type IconName = keyof typeof PATHS;

/** A small drawing beside a word, or in a button that has a label. */
export function Icon({
  name,
  className = "size-4",
}: {
  readonly name: IconName;
  readonly className?: string;
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`shrink-0 ${className}`}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
