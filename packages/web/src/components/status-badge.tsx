import type { Issue, Status } from "../api/types.js";
import { fullCount } from "../format/number.js";
import { exactTime } from "../format/time.js";
import { useWords, type Words } from "../i18n/i18n.js";
import { isEndless, isMutedAt } from "../mute/mute-of.js";
import { useSettings } from "../settings/settings.js";
import { Badge, type BadgeLook } from "./badge.js";

const LOOK: Readonly<Record<Status | "regressed" | "muted", BadgeLook>> = {
  unresolved: {
    path: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8z",
    className: "bg-sunken text-ink",
  },
  resolved: { path: "m6.4 12.6-4-4 1.4-1.4 2.6 2.6 5.8-5.8 1.4 1.4z", className: "bg-good-wash text-good" },
  ignored: { path: "M3 7h10v2H3z", className: "bg-sunken text-soft" },
  regressed: {
    path: "M8 3V.5L4 4l4 3.5V5a4 4 0 1 1-4 4H2.5a5.5 5.5 0 1 0 5.5-6z",
    className: "bg-bad-wash text-bad",
  },
  muted: {
    path: "M2 6h3l4-3v10l-4-3H2zm9 0 1-1 1.5 1.5L15 5l1 1-1.5 1.5L16 9l-1 1-1.5-1.5L12 10l-1-1 1.5-1.5z",
    className: "bg-warn-wash text-warn",
  },
};

/** Where an issue stands: a shape and a word. */
export function StatusBadge({ issue }: { readonly issue: Pick<Issue, "status" | "regressed"> }) {
  const { parts } = useWords();
  const { status, regressed } = issue;
  return (
    <Badge
      look={LOOK[regressed ? "regressed" : status]}
      text={regressed ? parts.regressed : parts.statuses[status]}
    />
  );
}

/** Nothing for an issue that is not muted, or no longer. */
export function MuteBadge({ issue }: { readonly issue: Pick<Issue, "mute" | "isMuteOver"> }) {
  const { parts } = useWords();
  const { language } = useSettings();
  const { mute } = issue;
  if (!mute || !isMutedAt(issue, Date.now())) return null;
  return <Badge look={LOOK.muted} text={parts.muted} title={untilWhen(mute, parts, language)} />;
}

function untilWhen(
  mute: NonNullable<Issue["mute"]>,
  parts: Words["parts"],
  language: Parameters<typeof fullCount>[1],
): string {
  if ("until" in mute && isEndless(mute.until)) return parts.mutedEndless;
  if ("until" in mute) return parts.mutedUntil(exactTime(Date.parse(mute.until), language));
  if ("total" in mute) return parts.mutedTotal(fullCount(mute.total, language));
  if ("users" in mute) return parts.mutedUsers(fullCount(mute.users, language));
  return parts.mutedWindow[mute.window](fullCount(mute.count, language));
}
