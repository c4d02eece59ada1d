/** SDKs build their addresses by joining parts: doubled and trailing slashes mean nothing. */
export function plainPath(path: string): string {
  const single = path.includes("//") ? path.replace(/\/{2,}/g, "/") : path;
  return single.length > 1 && single.endsWith("/") ? single.slice(0, -1) : single;
}
