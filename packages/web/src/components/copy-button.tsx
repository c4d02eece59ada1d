import { useEffect, useState } from "react";
import { useWords } from "../i18n/i18n.js";
import { tell } from "../shell/toasts.js";
import { Icon } from "./icon.js";

interface CopyButtonProps {
  /** Asked for when pressed: what is copied may be long. */
  readonly text: () => string;
  readonly label?: string;
  readonly className?: string;
}

/** Puts a text on the clipboard, and says that it did. */
export function CopyButton({ text, label, className = "button" }: CopyButtonProps) {
  const { parts } = useWords();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setCopied(true);
    } catch {
      // Forbidden by the browser, as on a page without TLS.
      tell({ kind: "bad", text: parts.copyFailed });
    }
  };
  return (
    <button type="button" className={className} onClick={copy}>
      <Icon name={isCopied ? "check" : "copy"} />
      <span aria-live="polite">{isCopied ? parts.copied : (label ?? parts.copy)}</span>
    </button>
  );
}
