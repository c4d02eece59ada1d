/** The config that an address pasted from a chat's settings stands for; undefined when it is no address. */
export function destinationOfUrl(text: string): Record<string, string> | undefined {
  const address = text.trim();
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return undefined;
  const { hostname, pathname, href } = new URL(address);
  if (/(^|\.)hooks\.slack(-gov)?\.com$/.test(hostname)) return { type: "slack", endpoint: href };
  return { type: "webhook", url: href, ...presetOf(hostname, pathname) };
}

function presetOf(host: string, path: string): { preset?: string } {
  if (/(^|\.)discord(app)?\.com$/.test(host) && path.startsWith("/api/webhooks/"))
    return { preset: "discord" };
  if (/\.(webhook\.office\.com|logic\.azure\.com|powerplatform\.com)$/.test(host)) return { preset: "teams" };
  return /^\/hooks\/[a-z0-9]{26}$/.test(path) ? { preset: "mattermost" } : {};
}
