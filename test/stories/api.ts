import * as z from "zod";

export const Issue = z.looseObject({
  id: z.string(),
  type: z.string(),
  message: z.string(),
  status: z.string(),
  regressed: z.boolean(),
  count: z.number(),
  firstSeen: z.string(),
  lastSeen: z.string(),
});
export type Issue = z.infer<typeof Issue>;

const Point = z.object({ at: z.string(), count: z.number(), regions: z.record(z.string(), z.number()) });
export type Point = z.infer<typeof Point>;

const Occurrence = z.looseObject({ id: z.string(), timestamp: z.string(), region: z.string() });
type Occurrence = z.infer<typeof Occurrence>;

const IssuePage = z.object({ issues: z.array(Issue), cursor: z.string().nullable() });
const OccurrencePage = z.object({ occurrences: z.array(Occurrence), cursor: z.string().nullable() });
const Timeline = z.object({ points: z.array(Point) });

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Call {
  readonly method?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly withinSeconds?: number;
}

/** Ends what hangs. */
const WITHIN_SECONDS = 120;

/** One request, whatever comes of it. */
export async function call(
  url: string,
  { method = "GET", key, headers, body, withinSeconds = WITHIN_SECONDS }: Call = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...(key ? { "x-api-key": key } : {}), ...headers },
    body: body ?? null,
    signal: AbortSignal.timeout(withinSeconds * 1000),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The API of one region, or of the edge, as whoever has this key sees it. */
export class Api {
  constructor(
    readonly url: string,
    private readonly key: string,
  ) {}

  /** POSTs errors to `/v0`, with what else the request carries. */
  async post(
    project: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return call(`${this.url}/v0/projects/${encodeURIComponent(project)}/errors`, {
      method: "POST",
      key: this.key,
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }

  /** A page of issues, and where the next one begins. */
  async issuePage(project: string, query: Readonly<Record<string, string>> = {}) {
    return this.get(`/v1/projects/${project}/issues?${new URLSearchParams(query)}`, IssuePage);
  }

  /** Every issue, page by page. */
  async issues(project: string, query: Readonly<Record<string, string>> = {}): Promise<Issue[]> {
    const all: Issue[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await this.issuePage(project, { limit: "500", ...query, ...(cursor ? { cursor } : {}) });
      all.push(...page.issues);
      cursor = page.cursor;
    } while (cursor);
    return all;
  }

  /** The timeline of an issue; without one, of the project. */
  async timeline(project: string, issue: string | undefined, span: Readonly<Record<string, string>>) {
    const owner = issue === undefined ? "" : `/issues/${issue}`;
    const { points } = await this.get(
      `/v1/projects/${project}${owner}/timeline?${new URLSearchParams(span)}`,
      Timeline,
    );
    return points;
  }

  /** Every occurrence of an issue, page by page, in the order they are listed. */
  async occurrences(project: string, issue: string, limit = 500): Promise<Occurrence[]> {
    const all: Occurrence[] = [];
    let cursor: string | null | undefined;
    do {
      const query = new URLSearchParams({ limit: String(limit), ...(cursor ? { cursor } : {}) });
      const page = await this.get(
        `/v1/projects/${project}/issues/${issue}/occurrences?${query}`,
        OccurrencePage,
      );
      all.push(...page.occurrences);
      cursor = page.cursor;
    } while (cursor);
    return all;
  }

  private async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const { status, text } = await call(this.url + path, { key: this.key });
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
    return schema.parse(JSON.parse(text));
  }
}
