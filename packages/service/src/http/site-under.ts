import type { Asset, Site } from "./site.js";

const PAGE = "/index.html";

/** The same pages under the path of a public address that has one: what the document asks for is asked for there. */
export function siteUnder(site: Site, publicUrl: string): Site {
  const path = URL.canParse(publicUrl) ? new URL(publicUrl).pathname.replace(/\/$/, "") : "";
  if (path === "") return site;
  return async (asked) => {
    const asset = await site(asked);
    return asset && asked === PAGE ? moved(asset, path) : asset;
  };
}

function moved(asset: Asset, path: string): Asset {
  const html = new TextDecoder().decode(asset.bytes);
  const bytes = new TextEncoder().encode(html.replace(/((?:src|href)=")\/(?!\/)/g, `$1${path}/`));
  return { ...asset, bytes, compressed: {}, etag: `${asset.etag.slice(0, -1)}${encodeURIComponent(path)}"` };
}
