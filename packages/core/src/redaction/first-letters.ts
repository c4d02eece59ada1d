/**
 * Finds the places at which one of many texts may begin by their first three characters, at some nanoseconds a
 * character: an expression of as many alternatives takes a hundred times as long where nothing is found, and
 * most texts hold no secret.
 */
export class FirstLetters {
  /** One bit for each list of beginnings, by the classes of three characters. */
  readonly #lists = new Uint16Array(1 << 15);

  /** In lower case; `0` stands for any digit, `*` for any character. */
  constructor(lists: readonly (readonly string[])[]) {
    for (const [index, beginnings] of lists.entries()) {
      for (const beginning of beginnings) this.#add(beginning, 1 << index);
    }
  }

  #add(beginning: string, bit: number): void {
    let keys = [0];
    for (let place = 0; place < 3; place++) {
      const char = beginning[place] ?? "*";
      const classes =
        char === "*" ? Array.from({ length: 32 }, (_, one) => one) : [classOf(char.charCodeAt(0))];
      keys = keys.flatMap((key) => classes.map((one) => (key << 5) | one));
    }
    for (const key of keys) this.#lists[key] = (this.#lists[key] ?? 0) | bit;
  }

  /** Calls `visit` at each place where something of the lists whose bits are given may begin; it gives back where to go on. */
  each(text: string, visit: (at: number, bits: number) => number): void {
    const lists = this.#lists;
    let key = 0;
    let from = 0;
    for (let place = 0; place < text.length; place++) {
      key = ((key << 5) | classOf(text.charCodeAt(place))) & 0x7fff;
      const at = place - 2;
      const bits = lists[key] ?? 0;
      if (bits === 0 || at < from) continue;
      from = visit(at, bits);
      if (from > place + 1) {
        place = from - 1;
        key = 0;
        from = Math.max(from, 0);
      }
    }
  }
}

const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code).toLowerCase();
  if (char >= "a" && char <= "z") return char.charCodeAt(0) - 0x60;
  if (char >= "0" && char <= "9") return 27;
  const sign = ":/-@".indexOf(char);
  return sign < 0 ? 0 : 28 + sign;
});

/** One of 32: a letter whatever its case, a digit, some signs; beyond ASCII what the code happens to give. */
const classOf = (code: number): number => (code < 128 ? (CLASSES[code] ?? 0) : code & 31);
