export const signIn = {
  title: "Sign in",
  lead: "Your applications' errors, in a place your team owns.",
  key: "Master key",
  hint: "Printed when Faultline starts; on AWS it is the secret MasterKey. It is kept in a cookie that scripts cannot read.",
  show: "Show the key",
  hide: "Hide the key",
  submit: "Sign in",
  busy: "Signing in…",
  missing: "Enter the master key.",
  wrong: "Unknown key.",
  clientKey: "This key can only post errors. Sign in with the master key.",
} as const;
