/** An object's value of that name; undefined when its getter throws. */
export function read(from: object, name: string): unknown {
  try {
    return Reflect.get(from, name);
  } catch {
    // The application's own getter; its error is not what is reported.
    return undefined;
  }
}
