import { Badge } from "./badge.js";

const TONES = {
  good: { path: "m6.4 12.6-4-4 1.4-1.4 2.6 2.6 5.8-5.8 1.4 1.4z", className: "bg-good-wash text-good" },
  bad: {
    path: "M8 1 15.5 14.5H.5zM7.2 5.5v4.5h1.6V5.5zm0 5.7v1.6h1.6v-1.6z",
    className: "bg-bad-wash text-bad",
  },
  warn: {
    path: "M8 1.5 15.5 8 8 14.5.5 8zM7.2 5v4h1.6V5zm0 5v1.6h1.6V10z",
    className: "bg-warn-wash text-warn",
  },
  quiet: { path: "M3 7h10v2H3z", className: "bg-sunken text-soft" },
} as const;

export type Tone = keyof typeof TONES;

interface StateBadgeProps {
  readonly tone: Tone;
  readonly text: string;
  readonly title?: string;
}

/** How something does: a shape, a colour and a word. */
export const StateBadge = ({ tone, text, title }: StateBadgeProps) => (
  <Badge look={TONES[tone]} text={text} title={title} />
);
