import { z } from "zod";

type Check = (value: unknown) => boolean;

/**
 * Tells whether the schema would give a value back just as it is. Parsing copies all of a value, which for what we have
 * made ourselves is most often for nothing. Where this says no, the schema itself decides.
 */
export function conforming<T>(schema: z.ZodType<T>): (value: unknown) => value is T {
  const check = checkOf(schema);
  return (value): value is T => check(value);
}

function checkOf(schema: z.core.$ZodType): Check {
  if (schema instanceof z.ZodUnknown) return () => true;
  if (schema instanceof z.ZodOptional) {
    const inner = checkOf(schema.unwrap());
    return (value) => value === undefined || inner(value);
  }
  if (schema instanceof z.ZodArray) {
    const element = checkOf(schema.element);
    return (value) => Array.isArray(value) && value.every(element);
  }
  if (schema instanceof z.ZodObject) return objectCheck(schema.shape);
  if (schema instanceof z.ZodRecord) return recordCheck(checkOf(schema.valueType));
  if (schema instanceof z.ZodString && schema.def.checks === undefined)
    return (value) => typeof value === "string";
  return (value) => z.safeParse(schema, value).success;
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What the schema does not name it would take out. */
function objectCheck(shape: Readonly<Record<string, z.core.$ZodType>>): Check {
  const parts = Object.entries(shape).map(([name, schema]) => [name, checkOf(schema)] as const);
  const names = new Set(Object.keys(shape));
  return (value) =>
    isObject(value) &&
    parts.every(([name, check]) => check(Reflect.get(value, name))) &&
    Object.keys(value).every((name) => names.has(name) || Reflect.get(value, name) === undefined);
}

const recordCheck =
  (check: Check): Check =>
  (value) =>
    isObject(value) &&
    Object.keys(value).every((name) => name !== "__proto__" && check(Reflect.get(value, name)));
