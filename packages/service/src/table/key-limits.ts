import { utf8Length } from "@faultline/core/utf8-length";
import { VisibleError } from "@faultline/core/visible-error";
import type { Key, Query } from "../ports.js";

/**
 * DynamoDB takes 2,048 bytes of a partition key, LMDB 1,978 of both together; ours are far below.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
const PARTITION_BYTES_MAX = 900;
const SORT_BYTES_MAX = 1024;

/**
 * Throws a refusal for a key that no table takes: nothing lies under it, and nothing can. What is free in a key
 * comes from a request's path or query, so it is the caller's to mend.
 */
export function checkKey({ pk, sk }: Key): void {
  check(pk, PARTITION_BYTES_MAX);
  check(sk, SORT_BYTES_MAX);
}

/** The same for what a query names. */
export function checkQuery({ pk, from, to, after }: Query): void {
  check(pk, PARTITION_BYTES_MAX);
  for (const bound of [from, to]) if (bound !== undefined) check(bound, SORT_BYTES_MAX);
  if (after) checkKey(after);
}

/** Each of them once, in their order: what is asked for twice is there once. */
export const distinctKeys = (keys: readonly Key[]): Key[] => [
  ...new Map(keys.map((key) => [`${key.pk.length} ${key.pk}${key.sk}`, key])).values(),
];

function check(text: string, bytesMax: number): void {
  if (text !== "" && text.length * 3 <= bytesMax) return;
  const bytes = utf8Length(text);
  if (bytes > 0 && bytes <= bytesMax) return;
  throw new VisibleError(
    "unprocessable",
    "bad_request",
    bytes === 0
      ? "A name in this request's address or query is empty: fill it in."
      : `A name in this request's address or query is too long (${bytes} bytes with what it is kept under, ${bytesMax} at the most): there is none like it.`,
  );
}
