/** How a badge looks: a shape of 16 by 16, and colours. */
export interface BadgeLook {
  readonly path: string;
  readonly className: string;
}

interface BadgeProps {
  readonly look: BadgeLook;
  readonly text: string;
  readonly title?: string | undefined;
}

/** A shape, a colour and a word: whoever sees no colour reads the other two. */
export function Badge({ look: { path, className }, text, title }: BadgeProps) {
  return (
    <span
      title={title}
      className={`inline-flex shrink-0 items-center gap-1 rounded-full px-2 py-px text-xs font-medium whitespace-nowrap ${className}`}
    >
      <svg viewBox="0 0 16 16" className="size-3 fill-current" fillRule="evenodd" aria-hidden="true">
        <path d={path} />
      </svg>
      {text}
    </span>
  );
}
