import { remembering } from "../../remembering.js";

const ENDING =
  /\.(java|class|kts?|scala|groovy|cljc?|cs|vb|fs|pyc?|pyx|ipynb|[cm]?jsx?|[cm]?tsx?|vue|svelte|go|s|rb|php|phtml|rs|dart|exs?|erl|swift|mm?|c|cc|cpp|cxx|h|hpp|mli?|pl|pm|lua)$/i;

/**
 * The file a call lies in as one name whatever told of it: base name without ending, hashes a build put into it, page
 * addresses and the names that runtimes make up. Of a class without a file, the outermost class.
 */
export function fileName(file: string, module = ""): string {
  const [path, name] = [file.slice(-CHARS_MAX), module.slice(-CHARS_MAX)];
  return named(`${path}\n${name}`, { file: path, module: name });
}

const CHARS_MAX = 1_000;

const named = remembering(({ file, module }: { readonly file: string; readonly module: string }): string => {
  const bare = file
    .replace(/^async /, "")
    .replace(/\(\d+\) : (eval\(\)'d code|runtime-created function)/g, "");
  if (/^blob:/.test(bare)) return "blob";
  const last = bare.slice(Math.max(bare.lastIndexOf("/"), bare.lastIndexOf("\\")) + 1);
  const made = madeUp(bare, last);
  if (made !== undefined) return made;
  if (isNoFile(bare) || isOfModule(bare, module)) return className(module);
  if (last.includes("$") && /\.(java|kt|scala|groovy)$/.test(last))
    return className(last.replace(ENDING, ""));
  if (isClassName(bare)) return className(bare);
  if (isPage(bare, last)) return "inline";
  const own = withoutHash(last, bare).replace(ENDING, "");
  return `${ROUTED.test(own) ? routeOf(bare) : ""}${own}`.toLowerCase();
});

/** A class where a file would stand: itself, or with what is called in it. */
const isOfModule = (file: string, module: string): boolean =>
  module !== "" &&
  !ENDING.test(file) &&
  (file.startsWith(`${module}.`) || (file === module && !file.includes("/")));

/** What Next and SvelteKit call every page's file: which page it is, its folder tells. */
const ROUTED = /^(?:page|layout|route|\+(?:page|layout|server)(?:\.server)?)$/;

const routeOf = (file: string): string =>
  /(?:^|[\\/])(?:app|routes)[\\/](?:[^\\/]{1,100}[\\/]){0,20}?(?=([^\\/]{1,100})[\\/][^\\/]{1,200}$)/
    .exec(file)?.[1]
    ?.replace(/%5B/gi, "[")
    .replace(/%5D/gi, "]")
    .concat("/") ?? "";

/** Files that are made while the program runs, under another name each time. */
function madeUp(file: string, last: string): string | undefined {
  if (/(^|[\\/])storage[\\/]framework[\\/]views[\\/][0-9a-f]{32,64}\.php$/.test(file)) return "compiled view";
  const isCached =
    /[\\/](twig|smarty|latte|templates_c|views_c)[\\/]/i.test(file) && /[0-9a-f]{20}/.test(last);
  if (isCached && last.endsWith(".php")) return "compiled view";
  if (/^(index\.(android|ios)\.bundle|index\.bundle|main\.jsbundle)$/.test(last)) return "bundle";
  if (/^Script\d{1,9}\.groovy$/.test(last)) return "script";
  if (/^<ipython-input|[\\/]ipykernel_\d+[\\/]/.test(file)) return "notebook";
  if (/^<(string|stdin|unknown|eval|console)>$|^\(eval\b|^eval at /.test(file)) return "eval";
  const isTemporary = /^(\/private)?\/(tmp|var\/tmp|var\/folders)\/|[\\/]Temp[\\/]/i.test(file);
  return isTemporary && /\d/.test(last) ? "temporary file" : undefined;
}

/** What stands where a file would when nobody knows it, or a shrinker took its name. */
export const isNoFile = (file: string): boolean =>
  /^(|Unknown( Source)?|Native Method|<generated>|SourceFile|PG|r8-map-id-\w+|R8\$\$\w+|\?|<unknown>|\(unknown\))$/.test(
    file,
  );

/** `com.shop.Cart$Line`, `Shop.Cart`: a class where a file would stand. */
const isClassName = (file: string): boolean =>
  !ENDING.test(file) &&
  /^[-$\w]+(\.[-$\w`]+)*(\$\$Lambda\S*)?$/.test(file) &&
  /(^|\.)[A-Z_$][^.]*$/.test(file.replace(/\/0x.*$/, ""));

/** What proxies, lambdas and inner classes are called after goes: `Foo$$EnhancerBySpringCGLIB$$4ed8b6b` is `foo`. */
const className = (name: string): string =>
  name
    .replace(/\/0x[0-9a-f]+$/i, "")
    .replace(/^(.*\.)?-?\$\$Lambda\$/, "$1")
    .replace(/(?<=\w)(\$\$|_\$\$_|\$|_Subclass\b|_ClientProxy\b|`|\+|\.<).*$/, "")
    .replace(/^.*[.\\:]/, "")
    .replace(/^Script\d{1,9}$/, "Script")
    .toLowerCase();

/** A page's address where its inline script's file would stand. */
const isPage = (file: string, last: string): boolean =>
  !/\.\w{1,5}$/.test(last) || /\.(html?|aspx?|jsp)$/i.test(last)
    ? /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)|^(localhost|\d+\.\d+\.\d+\.\d+)(:\d+)?(\/|$)/.test(file) &&
      file.includes("/")
    : false;

const BUILT =
  /(^|[\\/])(assets|static|_next|chunks|dist|build|bundles|packs|js|public|_app|_nuxt|_astro)[\\/]/;

const ADDED = /[.-](chunk|bundle|min|esm|umd|module|prod|production)$|\._$/i;
const VERSION = /[-.@_]v?\d{1,4}(?:\.\d{1,9}){1,3}$/;

/** `main.3f2a1b9c.chunk.js`, `index-BZk3xY2a.js`, `application-74b0…f3c5.js`, `main-2XJ3VQ7K.js` without what a build put there. */
function withoutHash(name: string, path: string): string {
  if (!/\.([cm]?jsx?|css|bundle|jsbundle|hbc)$/i.test(name)) return name;
  const end = name.lastIndexOf(".");
  let stem = name.slice(0, end);
  while (ADDED.test(stem)) stem = stem.replace(ADDED, "");
  const isBuilt = BUILT.test(path);
  if (isBuilt && SHORT_HEX.test(stem)) return name.slice(end);
  const isChunk = isBuilt || stem.length < end;
  const isHash = (part: string): boolean =>
    isHex(part) || isRandom(part, isBuilt) || (isChunk && isLettersOfHex(part));
  return lessHash(stem, isHash).replace(VERSION, "") + name.slice(end);
}

/** A chunk that has no name but its hash: `3f2a91.js`. */
const SHORT_HEX = /^(?=[\da-f]{0,6}\d)(?=\d{0,6}[a-f])[\da-f]{4,7}$/;

/** A short hash without a digit, as one of fifty is: no word of such letters (`user.cafe.js`, `feed.js`). */
const isLettersOfHex = (part: string): boolean => /^[a-f]{4,7}$/.test(part) && !WORDS_OF_HEX.has(part);

const WORDS_OF_HEX = new Set(
  `abaca abba abbe abed aced accede acceded added baba babe bade bead beaded bebe bedded beef beefed caca cade cafe cede
  ceded dabbed dace dada dead deaf decade decaf deed deface defaced ebbed efface effaced facade face faced fade faded
  feed`.split(/\s+/),
);

/** The stem without the hash it ends in, or is. */
function lessHash(stem: string, isHash: (part: string) => boolean): string {
  if (/^\d+$/.test(stem) || (isHash(stem) && stem.length >= 8)) return "";
  for (const at of [...stem.matchAll(/[.\-_~]/g)].map((match) => match.index)) {
    const part = stem.slice(at + 1);
    if (part.length >= 4 && isHash(part)) return lessHash(stem.slice(0, at), isHash);
  }
  return stem;
}

const isHex = (part: string): boolean =>
  /^(?=.*\d)[0-9a-f]{4,64}$/i.test(part) && !/^(19|20)\d\d$/.test(part);

/** Base 32 or base 64, as esbuild, Rollup and Vite write it: eight characters that make no word. */
function isRandom(part: string, isBuilt: boolean): boolean {
  if (/^[A-Z2-7]{8}$/.test(part)) return true;
  if (!/^[\w-]{8}$|^[\w]{10}$|^[\w]{16}$|^[\w]{20}$/.test(part)) return false;
  if (/^[A-Z]?[a-z]+$|^[a-z]+([A-Z][a-z]+)+$|^[A-Za-z]+[-_][A-Za-z]+$/.test(part)) return false;
  return isBuilt ? /[A-Z\d]/.test(part) : /\d/.test(part) && /[A-Z]/.test(part) && /[a-z]/.test(part);
}
