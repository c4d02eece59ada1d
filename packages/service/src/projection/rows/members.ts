import * as z from "zod";
import type { Series } from "../series/series.js";

/** What an issue's row knows of a member: written in one step with the member's own row. Times in milliseconds since 1970. */
export const Figures = z.object({
  total: z.number(),
  first: z.number(),
  last: z.number(),
  reopensBefore: z.number(),
  /** Epoch seconds. */
  expiresAt: z.number(),
});
export type Figures = z.infer<typeof Figures>;

/** By issue. Those without events are there, too: they wait for them. */
export type Members = Readonly<Record<string, Figures>>;

export const figuresOf = ({ total, first, last, reopensBefore, expiresAt }: Series): Figures => ({
  total,
  first,
  last,
  reopensBefore,
  expiresAt,
});

interface WithMembers {
  readonly series: Series;
  readonly members: Members;
}

/** What an issue and its members are together. */
export function joined({ series, members }: WithMembers): Figures {
  const own = figuresOf(series);
  const parts = [own, ...Object.values(members)].filter(({ total }) => total > 0);
  if (parts.length === 0) return own;
  return {
    total: parts.reduce((sum, { total }) => sum + total, 0),
    first: Math.min(...parts.map(({ first }) => first)),
    last: Math.max(...parts.map(({ last }) => last)),
    reopensBefore: Math.max(...parts.map(({ reopensBefore }) => reopensBefore)),
    expiresAt: Math.max(...parts.map(({ expiresAt }) => expiresAt)),
  };
}

/** The members with this one's figures; without them it is no member any more. */
export function withMember(members: Members, issue: string, figures: Figures | undefined): Members {
  const { [issue]: _, ...others } = members;
  return figures ? { ...others, [issue]: figures } : others;
}
