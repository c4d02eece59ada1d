const PLAIN = { configurable: true, enumerable: true, writable: true };

/** Gives the object this property, whatever its name is: assigned, `__proto__` would say what it inherits from. */
export function setOwn<T>(object: Record<string, T>, name: string, value: T): void {
  if (name === "__proto__") Object.defineProperty(object, name, { value, ...PLAIN });
  else object[name] = value;
}
