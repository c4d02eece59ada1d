// Before the first paint, so that a chosen theme does not flash in after the system's.
try {
  const theme = JSON.parse(localStorage.getItem("faultline") ?? "{}").theme;
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // No storage, or nothing of ours in it: the system's theme stands.
}
