export const linked = {
  title: "Shared occurrence",
  note: "This link shows a single occurrence. Sign in to see the whole issue.",
  over: "This link has expired",
  overHint: "Or it was never valid. Sign in to see the issue.",
} as const;
