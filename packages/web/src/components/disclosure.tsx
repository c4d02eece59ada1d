import type { ReactNode } from "react";
import { Icon } from "./icon.js";

interface DisclosureProps {
  /** The line that is always seen. */
  readonly line: ReactNode;
  readonly isOpen?: boolean;
  readonly className: string;
  readonly children: ReactNode;
}

/** A line with a mark before it, under which more is shown on demand. */
export const Disclosure = ({ line, isOpen = false, className, children }: DisclosureProps) => (
  <details open={isOpen}>
    <summary className={`flex cursor-pointer items-baseline gap-2 px-4 hover:bg-hover ${className}`}>
      <Icon name="chevron" className="size-3 shrink-0 -rotate-90 text-soft in-open:rotate-0" />
      {line}
    </summary>
    {children}
  </details>
);
