import type { LanguageFn } from "highlight.js";
import { createLowlight } from "lowlight";

/** A piece of a line of code, and what kind of piece it is; without a kind it is plain text. */
export interface Token {
  readonly text: string;
  readonly kind?: string | undefined;
}

interface Language {
  readonly name: string;
  readonly extensions: string;
  readonly grammar: () => Promise<{ readonly default: LanguageFn }>;
}

const LANGUAGES: readonly Language[] = [
  {
    name: "javascript",
    extensions: "js jsx mjs cjs",
    grammar: () => import("highlight.js/lib/languages/javascript"),
  },
  {
    name: "typescript",
    extensions: "ts tsx mts cts",
    grammar: () => import("highlight.js/lib/languages/typescript"),
  },
  { name: "python", extensions: "py pyw pyi", grammar: () => import("highlight.js/lib/languages/python") },
  {
    name: "ruby",
    extensions: "rb rake gemspec ru",
    grammar: () => import("highlight.js/lib/languages/ruby"),
  },
  { name: "erb", extensions: "erb", grammar: () => import("highlight.js/lib/languages/erb") },
  { name: "php", extensions: "php phtml inc", grammar: () => import("highlight.js/lib/languages/php") },
  { name: "go", extensions: "go", grammar: () => import("highlight.js/lib/languages/go") },
  { name: "java", extensions: "java", grammar: () => import("highlight.js/lib/languages/java") },
  { name: "kotlin", extensions: "kt kts", grammar: () => import("highlight.js/lib/languages/kotlin") },
  { name: "scala", extensions: "scala", grammar: () => import("highlight.js/lib/languages/scala") },
  {
    name: "csharp",
    extensions: "cs cshtml razor",
    grammar: () => import("highlight.js/lib/languages/csharp"),
  },
  { name: "rust", extensions: "rs", grammar: () => import("highlight.js/lib/languages/rust") },
  { name: "swift", extensions: "swift", grammar: () => import("highlight.js/lib/languages/swift") },
  { name: "objectivec", extensions: "m mm", grammar: () => import("highlight.js/lib/languages/objectivec") },
  { name: "cpp", extensions: "c cc cpp cxx h hpp", grammar: () => import("highlight.js/lib/languages/cpp") },
  { name: "dart", extensions: "dart", grammar: () => import("highlight.js/lib/languages/dart") },
  { name: "elixir", extensions: "ex exs", grammar: () => import("highlight.js/lib/languages/elixir") },
  { name: "sql", extensions: "sql", grammar: () => import("highlight.js/lib/languages/sql") },
  {
    name: "xml",
    extensions: "html htm vue svelte xml",
    grammar: () => import("highlight.js/lib/languages/xml"),
  },
];

const BY_EXTENSION = new Map(
  LANGUAGES.flatMap((language) =>
    language.extensions.split(" ").map((extension) => [extension, language] as const),
  ),
);

/** The language of a file by its name, if its code can be coloured. */
export function languageOf(file: string | undefined): Language | undefined {
  const extension = /\.([a-z]+)(?:[?#].*)?$/i.exec(file ?? "")?.[1];
  return extension === undefined ? undefined : BY_EXTENSION.get(extension.toLowerCase());
}

/** More than is ever around a crash; minified lines stay plain, they would take a grammar long. */
const CHARACTERS_MAX = 8_000;

const lowlight = createLowlight();

/** The lines of a piece of code in coloured tokens; undefined when it is too long to be worth it. */
export async function highlight(
  code: string,
  { name, grammar }: Language,
): Promise<readonly (readonly Token[])[] | undefined> {
  if (code.length > CHARACTERS_MAX) return undefined;
  if (!lowlight.registered(name)) lowlight.register(name, (await grammar()).default);
  return linesOf(tokensOf(lowlight.highlight(name, code), undefined));
}

type Root = ReturnType<typeof lowlight.highlight>;

function tokensOf(node: Root | Root["children"][number], kind: string | undefined): Token[] {
  if (node.type === "text") return [{ text: node.value, kind }];
  if (node.type !== "element" && node.type !== "root") return [];
  const own = node.type === "element" ? node.properties.className : undefined;
  const inner = Array.isArray(own) ? String(own[0]).replace("hljs-", "") : kind;
  return node.children.flatMap((child) => tokensOf(child, inner));
}

function linesOf(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]];
  for (const { text, kind } of tokens) {
    for (const [place, part] of text.split("\n").entries()) {
      if (place > 0) lines.push([]);
      if (part !== "") lines.at(-1)?.push({ text: part, kind });
    }
  }
  return lines;
}
