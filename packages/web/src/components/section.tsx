import { type ReactNode, useId } from "react";

interface SectionProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** Buttons at the end of the title's line. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A panel with a title. */
export function Section({ title, note, actions, children, className = "" }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={`panel min-w-0 ${className}`}>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-2.5">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {note && <span className="text-xs text-soft">{note}</span>}
        {actions && <div className="ml-auto flex flex-wrap items-center justify-end gap-1.5">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
