import type { Alert, ThreadState } from "./alert.js";
import type { Config } from "./config.js";
import { github } from "./github.js";
import { gitlab } from "./gitlab.js";
import type { RequestFlow } from "./request.js";
import { slack } from "./slack.js";
import { webhook } from "./webhook.js";

/** The talk that tells a destination; e-mail is no talk but a digest, and has none. */
export function flowTo(
  config: Exclude<Config, { type: "email" }>,
  alert: Alert,
  memory: ThreadState,
): RequestFlow {
  switch (config.type) {
    case "slack":
      return slack(alert, config, memory);
    case "github":
      return github(alert, config, memory);
    case "gitlab":
      return gitlab(alert, config, memory);
    case "webhook":
      return webhook(alert, config);
  }
}

/** One message in place of many that a burst held back: "and 1,204 more in 12 issues". */
export function summaryText(held: number, issues: number): string {
  const number = new Intl.NumberFormat("en").format(held);
  return `and ${number} more in ${issues} ${issues === 1 ? "issue" : "issues"}`;
}
