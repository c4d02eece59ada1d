import * as z from "zod";

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
  if (schema instanceof z.ZodObject) {
    const check = objectCheck(schema.shape);
    return isPlain(schema) ? check : (value) => check(value) && z.safeParse(schema, value).success;
  }
  if (schema instanceof z.ZodArray) {
    const element = checkOf(schema.element);
    return (value) => Array.isArray(value) && value.every(element);
  }
  if (schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodString)
    return recordCheck(checkOf(schema.valueType));
  return missingCheck(schema) ?? valueCheck(schema);
}

/** Of what may be missing. */
function missingCheck(schema: z.core.$ZodType): Check | undefined {
  if (schema instanceof z.ZodOptional) {
    const inner = checkOf(schema.unwrap());
    return (value) => value === undefined || inner(value);
  }
  // What they put in the place of something is no longer as it was.
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodCatch) {
    const inner = checkOf(schema.unwrap());
    return (value) => value !== undefined && inner(value);
  }
  return undefined;
}

function valueCheck(schema: z.core.$ZodType): Check {
  if (schema instanceof z.ZodUnknown) return () => true;
  if (schema instanceof z.ZodCustom && isPlain(schema)) return (value) => schema.def.fn(value) === true;
  if (schema instanceof z.ZodString && isPlain(schema)) return (value) => typeof value === "string";
  if (schema instanceof z.ZodNumber) return numberCheck(schema);
  if (schema instanceof z.ZodEnum) {
    const options = new Set<unknown>(schema.options);
    return (value) => options.has(value);
  }
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === "boolean";
  return (value) => z.safeParse(schema, value).success;
}

const isPlain = ({ def }: z.ZodObject | z.ZodCustom | z.ZodString): boolean =>
  (def.checks ?? []).length === 0;

function numberCheck(schema: z.ZodNumber): Check {
  const checks = schema.def.checks ?? [];
  if (checks.length === 0) return Number.isFinite;
  if (checks.length === 1 && schema.format === "safeint") return Number.isSafeInteger;
  return (value) => z.safeParse(schema, value).success;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What the schema does not name it would take out. */
function objectCheck(shape: Readonly<Record<string, z.core.$ZodType>>): Check {
  const checks = new Map(Object.entries(shape).map(([name, schema]) => [name, checkOf(schema)]));
  const required = [...checks].flatMap(([name, check]) => (check(undefined) ? [] : [name]));
  return (value) => {
    if (!isRecord(value)) return false;
    for (const name in value) {
      const part = value[name];
      if (part !== undefined && checks.get(name)?.(part) !== true) return false;
    }
    return required.every((name) => value[name] !== undefined);
  };
}

const recordCheck =
  (check: Check): Check =>
  (value) => {
    if (!isRecord(value)) return false;
    for (const name in value) if (name === "__proto__" || !check(value[name])) return false;
    return true;
  };
