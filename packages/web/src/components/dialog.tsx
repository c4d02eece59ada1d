import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useWords } from "../i18n/i18n.js";
import { Icon } from "./icon.js";

interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
  /** The title is there for reading aloud alone. */
  readonly isTitleHidden?: boolean;
  readonly className?: string;
}

/**
 * A modal window, open while it is there. The browser's own `dialog` keeps the focus inside, gives it back, and closes on
 * Escape; a library's would write styles into the page, which our content policy refuses.
 */
export function Dialog({ title, children, onClose, isTitleHidden, className = "max-w-lg" }: DialogProps) {
  const titleId = useId();
  const element = useOpened();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on what lies around; Escape does the same by key
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
      className={`panel m-auto w-[calc(100%-2rem)] bg-raised p-0 shadow-2xl ${className}`}
    >
      <div className={isTitleHidden ? "" : "p-5"}>
        {isTitleHidden ? (
          <h2 id={titleId} className="sr-only">
            {title}
          </h2>
        ) : (
          <Heading id={titleId} title={title} onClose={onClose} />
        )}
        {children}
      </div>
    </dialog>
  );
}

function useOpened() {
  const element = useRef<HTMLDialogElement>(null);
  // With the drawing, not after it: a key that comes in between would still be the page's.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) dialog.showModal();
    // What is asked for goes before the button that closes, which comes first in the page.
    dialog?.querySelector<HTMLElement>("input:not([type=checkbox]), select")?.focus();
    return () => dialog?.close();
  }, []);
  return element;
}

interface HeadingProps {
  readonly id: string;
  readonly title: string;
  readonly onClose: () => void;
}

function Heading({ id, title, onClose }: HeadingProps) {
  const { parts } = useWords();
  return (
    <header className="mb-3 flex items-start justify-between gap-4">
      <h2 id={id} className="text-lg font-semibold wrap-anywhere">
        {title}
      </h2>
      <button
        type="button"
        className="button button-quiet -mt-1 -mr-2 px-2"
        onClick={onClose}
        aria-label={parts.close}
      >
        <Icon name="cross" />
      </button>
    </header>
  );
}
