const OWNERS =
  /^(Object|Module|Function|Window|exports|module\.exports|global|globalThis|Timeout|window|null)\./;
const UNKNOWN = /^(\?|async|<\w*>|\[anonymous\]|anonymous|\(anonymous( function)?\))?$/;

/**
 * A function's name as most SDKs would tell it: `Object.grab`, `async grab` and `new grab` are `grab`. Empty for one
 * without a name, whatever an SDK puts there.
 */
export function functionName(name: string | undefined): string {
  const bare = (name ?? "")
    .replace(/^(async|new|bound|get|set)\s+/, "")
    .replace(/(?<!\s)\s*\[as \w+\]$/, "")
    .replace(OWNERS, "");
  return UNKNOWN.test(bare) ? "" : bare;
}
