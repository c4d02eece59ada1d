import { remembering } from "@faultline/core/remembering";

const NAME_MAX = 100;

/** Other words for what Sentry's SDKs, most of those that report, call by these names. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["browser", "javascript"],
  ["browserjs", "javascript"],
  ["browser-js", "javascript"],
  ["webjs", "javascript"],
  ["js", "javascript"],
  ["nodejs", "node"],
  ["node.js", "node"],
  ["node-js", "node"],
  ["golang", "go"],
  ["c#", "csharp"],
  [".net", "csharp"],
  ["dotnet", "csharp"],
  ["objective-c", "objc"],
  ["c++", "cpp"],
  ["net", "csharp"],
  ["py", "python"],
]);

/** The language or runtime by one name, whatever a client calls it and without its version: `go1.9.2` is `go`. */
export const platformOf = (word: string | undefined): string | undefined => {
  const short = (word ?? "").slice(0, NAME_MAX);
  return known(short, short) || undefined;
};

/** Errors come from few languages. Empty for none. */
const known = remembering((word: string): string => {
  const [name = ""] = word.trim().toLowerCase().split(/\d/, 1);
  const bare = name.replace(/[\s/_-]{1,4}v?$/, "");
  return NAMES.get(bare) ?? bare;
});

/**
 * The same from a client's name, which ends in it, or has it after Raygun's four: `honeybadger-ruby`,
 * `Honeybadger for Python`, `raygun4py`, `Raygun4Net.Core`, `Raygun4Ruby Gem`.
 */
export const platformOfClient = (name: string | undefined): string | undefined => {
  const short = (name ?? "").slice(-NAME_MAX);
  return platformOf((/raygun4([a-z]+)/i.exec(short) ?? /[-\s/]([a-z]+)$/i.exec(short))?.[1]);
};
