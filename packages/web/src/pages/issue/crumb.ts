/** A step before the error, as far as it can be told in a line. */
export interface Crumb {
  readonly at: number | undefined;
  readonly kind: string;
  readonly level: string | undefined;
  readonly text: string;
  /** True of an error, or of a request that was answered by one. */
  readonly isBad: boolean;
  /** What the line does not say. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** Any client's breadcrumb. The API gives it as it came, so each part is looked at before it is shown. */
export function crumbOf(crumb: unknown): Crumb {
  const parts = new Map(Object.entries(typeof crumb === "object" && crumb !== null ? crumb : {}));
  const data = new Map(Object.entries(dataOf(parts)));
  const text = (name: string): string | undefined => textOf(parts.get(name));
  const level = text("level") ?? text("severity");
  const message = parts.size === 0 ? String(crumb) : (text("message") ?? text("name") ?? "");
  const told = requestOf(data) ?? navigationOf(data);
  for (const name of told?.told ?? []) data.delete(name);
  return {
    at: timeOf(parts.get("timestamp")),
    kind: text("category") ?? text("type") ?? "",
    level,
    text: [message, told?.text].filter(Boolean).join(" "),
    isBad: level === "error" || level === "fatal" || level === "critical" || told?.isBad === true,
    rest: Object.fromEntries([...data].filter(([, value]) => value !== null && value !== "")),
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const dataOf = (parts: ReadonlyMap<string, unknown>): object => {
  const data = parts.get("data") ?? parts.get("metadata") ?? parts.get("metaData");
  if (typeof data === "object" && data !== null) return data;
  return data === undefined || data === null ? {} : { data };
};

/** ISO 8601, or seconds since 1970. */
function timeOf(value: unknown): number | undefined {
  const at = typeof value === "number" ? value * 1000 : Date.parse(textOf(value) ?? "");
  return Number.isNaN(at) ? undefined : at;
}

/** `POST /api/stock 409 (120 ms)`: what SDKs tell of requests, in the names they use. */
function requestOf(data: ReadonlyMap<string, unknown>) {
  const url = textOf(data.get("url")) ?? textOf(data.get("request"));
  if (url === undefined) return undefined;
  const method = textOf(data.get("method")) ?? textOf(data.get("http.method")) ?? "";
  const code = data.get("status_code") ?? data.get("status") ?? data.get("http.response.status_code");
  const status = typeof code === "number" || typeof code === "string" ? String(code) : "";
  const text = [method, url, status, tookOf(data)].filter(Boolean).join(" ");
  return { text, isBad: Number(status) >= 400, told: TOLD };
}

/** How long a request took: as a figure, or by its two ends, in milliseconds. */
function tookOf(data: ReadonlyMap<string, unknown>): string | undefined {
  const took =
    data.get("duration") ?? Number(data.get("http.end_timestamp")) - Number(data.get("http.start_timestamp"));
  return typeof took === "number" && took >= 0 ? `(${Math.round(took)} ms)` : undefined;
}

/** `/cart → /checkout`: where somebody went. */
function navigationOf(data: ReadonlyMap<string, unknown>) {
  const [from, to] = [textOf(data.get("from")), textOf(data.get("to"))];
  return from && to ? { text: `${from} → ${to}`, isBad: false, told: ["from", "to"] } : undefined;
}

const TOLD = [
  "url",
  "request",
  "method",
  "http.method",
  "status_code",
  "status",
  "http.response.status_code",
  "duration",
  "http.start_timestamp",
  "http.end_timestamp",
];
