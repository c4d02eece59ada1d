/** 32 bits of a text, by FNV-1a: quick, and no secret. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function textBits(text: string): number {
  let bits = 0x811c9dc5;
  for (let place = 0; place < text.length; place++)
    bits = Math.imul(bits ^ text.charCodeAt(place), 0x01000193);
  return bits;
}
