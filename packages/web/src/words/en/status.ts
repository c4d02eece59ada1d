export const status = {
  title: "Status",
} as const;
