import type { ReactNode } from "react";
import { ApiError } from "../api/request.js";
import { useWords } from "../i18n/i18n.js";
import { Icon, type IconName } from "./icon.js";

/** True of what one may not do: asked again, the answer is the same. */
const isNotAllowed = (error: Error): boolean => error instanceof ApiError && error.code === "not_allowed";

interface EmptyProps {
  readonly title: string;
  readonly hint?: string;
  readonly icon?: IconName;
  /** It stands for the whole page, and so is its heading. */
  readonly isPage?: boolean;
  readonly children?: ReactNode;
}

/** Nothing to show, and why that is or what to do. */
export function Empty({ title, hint, icon = "check", isPage = false, children }: EmptyProps) {
  const Title = isPage ? "h1" : "p";
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-16 text-center">
      <span className="mb-2 flex size-11 items-center justify-center rounded-full bg-sunken text-soft">
        <Icon name={icon} className="size-5" />
      </span>
      <Title className="text-base font-semibold">{title}</Title>
      {hint && <p className="max-w-md text-sm text-soft wrap-anywhere">{hint}</p>}
      {children && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}

/** While the first answer is on its way: rows in the shape of what comes, so that nothing jumps. */
export function Loading({ rows = 6 }: { readonly rows?: number }) {
  const { parts } = useWords();
  return (
    <div role="status" data-loading className="divide-y divide-line">
      <span className="sr-only">{parts.loading}</span>
      {Array.from({ length: rows }, (_, place) => place).map((place) => (
        <div
          key={place}
          className="flex motion-safe:animate-pulse items-center gap-4 px-4 py-4"
          aria-hidden="true"
        >
          <div className="size-3 rounded-full bg-sunken" />
          <div className="flex-1 space-y-2">
            <div className="h-3.5 w-3/5 rounded bg-sunken" />
            <div className="h-3 w-2/5 rounded bg-sunken" />
          </div>
          <div className="hidden h-6 w-28 rounded bg-sunken sm:block" />
        </div>
      ))}
    </div>
  );
}

/** What went wrong, in the service's words, and a way to ask again, unless the answer would be the same. */
export function Failed({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }) {
  const { parts } = useWords();
  const isFinal = isNotAllowed(error);
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-6 py-16 text-center">
      <span className="mb-2 flex size-11 items-center justify-center rounded-full bg-bad-wash text-bad">
        <Icon name="warn" className="size-5" />
      </span>
      <p className="text-base font-semibold">{isFinal ? parts.notAllowed : parts.failed}</p>
      <p className="max-w-md text-sm text-soft wrap-anywhere">{useReason(error)}</p>
      {error instanceof ApiError && error.status > 0 && (
        <p className="font-mono text-xs text-soft">
          {error.status} {error.code}
        </p>
      )}
      {onRetry && !isFinal && (
        <button type="button" className="button mt-3" onClick={onRetry}>
          {parts.retry}
        </button>
      )}
    </div>
  );
}

/** Why something failed, as a sentence. */
export function useReason(error: Error): string {
  const { parts } = useWords();
  if (isNotAllowed(error)) return parts.notAllowedHint;
  return error instanceof ApiError && error.status === 0 ? parts.unreachable : error.message || parts.failed;
}
