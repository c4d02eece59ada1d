import * as z from "zod";
import type { Resource } from "../../infra/graph.js";

/** A call of AWS in the resource's region, or in another one. */
type Ask = (service: string, operation: string, params: object, region?: string) => Promise<unknown>;

/** What making a resource takes: its inputs, with every identifier that is known by now in place of its stand-in. */
export interface Making {
  readonly resource: Resource;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly ask: Ask;
  /** From now on the emulator's identifier stands for the graph's. */
  readonly learn: (standIn: string, real: string) => void;
}

/** Makes a resource as AWS would be asked to. */
export type Maker = (making: Making) => Promise<unknown>;

/** The text under a name. */
export const text = (inputs: Readonly<Record<string, unknown>>, name: string): string =>
  z.string().parse(inputs[name], { error: () => `no ${name}` });

/** The answer's text at a path. */
export function answered(answer: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((value, name) => z.looseObject({}).parse(value)[name], answer);
  return z.string().parse(found);
}

/** Names as AWS spells them, all the way down: `apiId` is `ApiId`. */
export function spelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelled);
  const members = z.record(z.string(), z.unknown()).safeParse(value).data;
  if (!members) return value;
  return Object.fromEntries(Object.entries(members).map(([name, inner]) => [capital(name), spelled(inner)]));
}

/** The inputs as AWS spells them, but for some. */
export function spelledWithout(inputs: Readonly<Record<string, unknown>>, ...names: readonly string[]) {
  const kept = Object.entries(inputs).filter(([name]) => !names.includes(name));
  return z.record(z.string(), z.unknown()).parse(spelled(Object.fromEntries(kept)));
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** What the mocked program calls a resource that has no name of its own. */
export const madeName = ({ name }: Resource): string => `${name}-made`;
export const madeId = ({ name }: Resource): string => `${name}-id`;
