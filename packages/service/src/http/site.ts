import type { Context } from "hono";
import type { Environment } from "./request-context.js";

/** A file of the built pages. */
export interface Asset {
  readonly type: string;
  /** Quoted, by content. */
  readonly etag: string;
  /** Its name changes with its content, so whoever has it need never ask again. */
  readonly isImmutable: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly compressed: Readonly<Partial<Record<Encoding, Uint8Array<ArrayBuffer>>>>;
}

/** Best first. */
export const ENCODINGS = ["br", "gzip"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The built pages: what lies at a path such as `/assets/app-1a2b3c.js`; undefined when nothing does. */
export type Site = (path: string) => Promise<Asset | undefined>;

export const NO_SITE: Site = async () => undefined;

/** The one document behind every page. */
const PAGE = "/index.html";

/** Addresses of pages begin so. Any other address is shown as a page only to a browser, which then says it is none. */
const PAGES = /^\/($|(projects|issues|status|access|sign-in|invite)(\/|$))/;

/** Addresses of programs, and of files: a page in their place would be taken for an answer. */
const NO_PAGES = /^\/(v0|v1|api|health|_local|_region)(\/|$)|\.[a-z0-9]+$/i;

/** Everything a page needs comes from us, and nothing in it may be a script: what events say is shown, never run. */
const SECURITY = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; "),
  "referrer-policy": "same-origin",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
};

/** A file of the pages, or the page that stands at this address; undefined when a program would be asking. */
export async function siteAnswer(site: Site, c: Context<Environment>): Promise<Response | undefined> {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") return undefined;
  const { path } = c.req;
  const file = path === PAGE ? undefined : await site(path);
  if (file) return send(file, c, 200);
  const isPage = PAGES.test(path);
  const isAsked = isPage || (wantsPage(c) && !NO_PAGES.test(path));
  const page = isAsked ? await site(PAGE) : undefined;
  return page && send(page, c, isPage ? 200 : 404);
}

/** The page, for an address that answers programs as well. */
export async function pageFor(site: Site, c: Context<Environment>): Promise<Response | undefined> {
  const page = wantsPage(c) ? await site(PAGE) : undefined;
  return page && send(page, c, 200);
}

const wantsPage = (c: Context): boolean => /\btext\/html\b/.test(c.req.header("accept") ?? "");

function send(asset: Asset, c: Context, status: 200 | 404): Response {
  const encoding = ENCODINGS.find((one) => asset.compressed[one] && accepts(c, one));
  const bytes = (encoding && asset.compressed[encoding]) ?? asset.bytes;
  const headers = new Headers({
    ...SECURITY,
    "content-type": asset.type,
    "cache-control": asset.isImmutable ? "public, max-age=31536000, immutable" : "no-cache",
    // The same for every encoding, and therefore weak.
    etag: `W/${asset.etag}`,
    vary: asset.isImmutable ? "accept-encoding" : "accept, accept-encoding",
  });
  if (encoding) headers.set("content-encoding", encoding);
  if (status === 200 && isKnown(c, asset)) return new Response(null, { status: 304, headers });
  headers.set("content-length", String(bytes.length));
  return new Response(bytes, { status, headers });
}

const isKnown = (c: Context, { etag }: Asset): boolean =>
  (c.req.header("if-none-match") ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === etag);

function accepts(c: Context, encoding: Encoding): boolean {
  const offered = (c.req.header("accept-encoding") ?? "").toLowerCase().split(",");
  return offered.some((one) => {
    const [name = "", ...parameters] = one.split(";").map((part) => part.trim());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
