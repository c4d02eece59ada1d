export const linked = {
  title: "An error",
  note: "You see this one occurrence by its link. Sign in to see the whole issue.",
  over: "This link's time is over",
  overHint: "Or it is none of ours. Sign in to see the issue.",
} as const;
