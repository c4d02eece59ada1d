import type { Sample } from "./samples.js";

const HOUR = 3_600_000;

interface When {
  readonly place: number;
  readonly random: () => number;
  readonly now: number;
}

/** One event of a sample, in Sentry's words. The first is the oldest, the last the newest. */
export function toEvent(sample: Sample, { place, random, now }: When): object {
  const at = now - age(sample, place, random) * HOUR;
  const user = sample.users > 0 ? `customer-${Math.floor(random() * sample.users) + 1}` : undefined;
  return {
    event_id: Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join(""),
    timestamp: new Date(at).toISOString(),
    platform: "javascript",
    level: sample.level,
    release: sample.release,
    environment: sample.environment,
    server_name: `web-${Math.floor(random() * 3) + 1}`,
    tags: sample.tags,
    user: user && { id: user, email: `${user}@example.com` },
    exception: { values: [thrown(sample)] },
    breadcrumbs: breadcrumbs(at),
    request: {
      url: "https://shop.example.com/checkout?step=confirm",
      method: "POST",
      headers: { "User-Agent": "Mozilla/5.0 (Macintosh) Chrome/141.0", Accept: "text/html" },
    },
    contexts: { os: { name: "macOS", version: "15.1" }, runtime: { name: "node", version: "22.11.0" } },
    extra: { cart: { items: 3, voucher: "WINTER" }, attempt: 2 },
    sdk: { name: "sentry.javascript.node", version: "11.12.0" },
  };
}

/** In hours: the ends are as the sample says, most of what lies between is young. */
function age({ events, hours: [oldest, newest] }: Sample, place: number, random: () => number): number {
  if (place === 0) return oldest;
  if (place === events - 1) return newest;
  return newest + (oldest - newest) * random() ** 2.2;
}

const thrown = (sample: Sample): object => ({
  type: sample.type,
  value: sample.value,
  mechanism: { type: "generic", handled: sample.level !== "fatal" },
  ...stack(sample, sample.code.length),
});

function stack({ file, function: name, code, vars }: Sample, lines: number): object {
  const middle = Math.floor(lines / 2);
  const own = {
    filename: file,
    function: name,
    lineno: 42 + middle,
    colno: 18,
    in_app: !file.startsWith("node_modules"),
    pre_context: code.slice(0, middle),
    context_line: code[middle],
    post_context: code.slice(middle + 1, lines),
    ...(vars && { vars }),
  };
  const outer = [
    {
      filename: "node:internal/process/task_queues",
      function: "processTicksAndRejections",
      lineno: 103,
      in_app: false,
    },
    { filename: "node_modules/express/lib/router/layer.js", function: "handle", lineno: 95, in_app: false },
    { filename: "app/server.ts", function: "handleRequest", lineno: 210, colno: 9, in_app: true },
  ];
  return { stacktrace: { frames: [...outer, own] } };
}

/** What led to an event of that time. */
function breadcrumbs(time: number): object[] {
  const before = (seconds: number): string => new Date(time - seconds * 1000).toISOString();
  return [
    { timestamp: before(41), category: "navigation", message: "/cart → /checkout" },
    { timestamp: before(12), category: "ui.click", message: "button.confirm-order" },
    {
      timestamp: before(3),
      category: "http",
      level: "info",
      data: { url: "/api/rates", status_code: 200, method: "GET" },
    },
    { timestamp: before(1), category: "console", level: "warning", message: "rates are older than an hour" },
  ];
}
