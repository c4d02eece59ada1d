import type { ReactNode } from "react";

interface ScrollerProps {
  /** What scrolls, for whoever comes there by keyboard. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Scrolls by itself what does not fit, by keyboard too. */
export function Scroller({ label, className = "", children }: ScrollerProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
      className={`overflow-auto ${className}`}
    >
      {children}
    </div>
  );
}
