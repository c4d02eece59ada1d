export const signIn = {
  title: "Sign in",
  lead: "Errors of your applications, in one place that is yours.",
  key: "Master key",
  hint: "It is printed at the start, and set as MasterKey on AWS. Here it becomes a cookie that no script can read.",
  show: "Show the key",
  hide: "Hide the key",
  submit: "Sign in",
  busy: "Signing in…",
  missing: "Enter the master key.",
  wrong: "This key is not known here.",
  clientKey: "This key may only post errors. Sign in with the master key.",
} as const;
