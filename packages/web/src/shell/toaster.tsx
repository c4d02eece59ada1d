import { Icon } from "../components/icon.js";
import { useWords } from "../i18n/i18n.js";
import { dismiss, type Toast, useToasts } from "./toasts.js";

/** The place where messages appear. It is always there: a live region that comes with its text is not read aloud. */
export function Toaster() {
  const toasts = useToasts();
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-4 z-50 flex flex-col items-center gap-2 px-4"
    >
      {toasts.map((toast) => (
        <Message key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function Message({ toast: { id, kind, text, action } }: { readonly toast: Toast }) {
  const { parts } = useWords();
  return (
    <div className="panel pointer-events-auto flex max-w-xl items-center gap-3 bg-raised py-2 pr-2 pl-4 text-sm shadow-lg">
      <Icon
        name={kind === "bad" ? "warn" : "check"}
        className={`size-4 ${kind === "bad" ? "text-bad" : "text-good"}`}
      />
      <span className="wrap-anywhere">{text}</span>
      {action && (
        <button
          type="button"
          className="button button-quiet text-accent"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className="button button-quiet px-2"
        onClick={() => dismiss(id)}
        aria-label={parts.close}
      >
        <Icon name="cross" />
      </button>
    </div>
  );
}
