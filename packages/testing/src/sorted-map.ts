import type { Query } from "@faultline/service/ports";

/** Values by text key, walked in the order of the keys. */
export class SortedMap<V> {
  private readonly values = new Map<string, V>();
  private readonly keys: string[] = [];

  get(key: string): V | undefined {
    return this.values.get(key);
  }

  set(key: string, value: V): void {
    if (!this.values.has(key)) this.keys.splice(this.place(key), 0, key);
    this.values.set(key, value);
  }

  /** The values a query asks for, in its order; limits are the caller's. */
  range({ from, to, order, after }: Omit<Query, "pk" | "limit">): V[] {
    const start = from === undefined ? 0 : this.place(from);
    const end = to === undefined ? this.keys.length : this.place(`${to}\u0000`);
    const keys = this.keys.slice(start, Math.max(start, end));
    if (order === "descending") keys.reverse();
    const isBehind = (key: string): boolean =>
      after === undefined || (order === "descending" ? key < after.sk : key > after.sk);
    const values: V[] = [];
    for (const key of keys) {
      const value = isBehind(key) ? this.values.get(key) : undefined;
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  /** Where the key stands, or would. */
  private place(key: string): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.keys[middle] ?? "") < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
