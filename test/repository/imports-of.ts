import { type Program, parseSync, Visitor } from "oxc-parser";
import type { Source } from "./source.js";

/** One import, re-export, `import()`, `require()` or `import("…").Type`, with the line it stands on, from 1. */
export interface Import {
  readonly line: number;
  /** Undefined for `import(name)`: what it asks for is known at run time alone. */
  readonly specifier: string | undefined;
  /** True when nothing of it is left at run time: `import type`, `export type`, `import("…").Type`. */
  readonly isType: boolean;
}

interface Literal {
  readonly type: string;
  readonly value?: unknown;
}

/** Every import of a file, top to bottom. Throws when the file does not parse. */
export function importsOf({ path, text }: Source): Import[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const found: Import[] = [];
  const add = (start: number, specifier: Literal | null | undefined, isType: boolean): void => {
    if (!specifier) return;
    const line = text.slice(0, start).split("\n").length;
    const name = typeof specifier.value === "string" ? specifier.value : undefined;
    found.push({ line, specifier: name, isType });
  };
  visit(program, add);
  return found.sort((a, b) => a.line - b.line);
}

type Add = (start: number, specifier: Literal | null | undefined, isType: boolean) => void;

function visit(program: Program, add: Add): void {
  new Visitor({
    ImportDeclaration: (node) => add(node.start, node.source, node.importKind === "type"),
    ExportAllDeclaration: (node) => add(node.start, node.source, node.exportKind === "type"),
    ExportNamedDeclaration: (node) => add(node.start, node.source, node.exportKind === "type"),
    ImportExpression: (node) => add(node.start, node.source, false),
    TSImportType: (node) => add(node.start, node.source, true),
    TSExternalModuleReference: (node) => add(node.start, node.expression, false),
    CallExpression: (node) => {
      const isRequire = node.callee.type === "Identifier" && node.callee.name === "require";
      if (isRequire) add(node.start, node.arguments[0], false);
    },
  }).visit(program);
}
