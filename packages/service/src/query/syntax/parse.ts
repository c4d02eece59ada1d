import { BadQuery } from "./bad-query.js";
import { comparable } from "./comparable.js";
import {
  isTagKey,
  SEARCH_KEYS,
  type SearchKey,
  type Standing,
  searchKey,
  type Tail,
  TEXTS,
  tagKey,
} from "./keys.js";
import type { BareTag, Query, Term, Test } from "./query.js";
import { timeRange } from "./time-range.js";
import { type Token, tokensOf } from "./tokens.js";
import { wordsOf } from "./words.js";

const QUERY_CHARS_MAX = 500;
const TERMS_MAX = 20;

/** When something is searched for, and the id of the person who does; undefined where nobody is signed in by name. */
interface Asking {
  readonly now: number;
  readonly me?: string | undefined;
}

/**
 * What a query means. Throws `BadQuery` for what has no meaning: nothing that was typed is passed over in
 * silence. docs/search.md has the syntax.
 */
export function parseQuery(text: string, asking: Asking): Query {
  if (text.length > QUERY_CHARS_MAX)
    throw new BadQuery(
      QUERY_CHARS_MAX,
      text.length - QUERY_CHARS_MAX,
      `it may have ${QUERY_CHARS_MAX} characters.`,
    );
  const tokens = tokensOf(text);
  const beyond = tokens[TERMS_MAX];
  if (beyond) throw new BadQuery(beyond.at, text.length - beyond.at, `there may be ${TERMS_MAX} terms.`);
  const terms = tokens.map((token): Term => {
    const { at, end, isNegated } = token;
    return { isNegated, test: testOf(token, asking), at, length: end - at };
  });
  const bareTags = tokens.flatMap((token, place) => bareTagIn(text, token, terms[place]?.test));
  return { terms, id: idIn(tokens), bareTags };
}

function bareTagIn(text: string, token: Token, test: Test | undefined): BareTag[] {
  if (!test || !("key" in test) || !isTagKey(test.key)) return [];
  const isAny = test.kind === "has";
  const name = isAny ? token.value : (token.key ?? "");
  if (isTagKey(name)) return [];
  const at = isAny ? token.valueAt : token.at + (token.isNegated ? 1 : 0);
  return [
    { name, term: text.slice(token.at + (token.isNegated ? 1 : 0), token.end), at, length: name.length },
  ];
}

const ID = /^(iss_|evt_)?[0-9a-z-]{16,64}$/i;

function idIn([token, ...others]: readonly Token[]): string | undefined {
  if (!token || others.length > 0 || token.isNegated || token.key !== undefined) return undefined;
  return ID.test(token.value) ? token.value : undefined;
}

function testOf(token: Token, asking: Asking): Test {
  if (token.key === undefined) return plainText(token);
  const key = searchKey(token.key);
  if (!key && token.value === "" && !token.isQuoted && !isTagKey(token.key))
    return plainText({ ...token, value: token.key });
  if (token.value.trim() === "")
    throw wrong(token, `say what follows ${token.key}:${orAnyValue(token.key, key)}.`);
  if (!key) return valueTest(token, { key: tagKey(token.key), byTail: undefined });
  return namedTest(token, key, asking);
}

/** What stands for any value of a key that has values. */
const orAnyValue = (name: string, key: SearchKey | undefined): string =>
  !key || key.kind === "attribute" ? `, or write has:${name} for any value` : "";

function namedTest(token: Token, key: SearchKey, asking: Asking): Test {
  switch (key.kind) {
    case "attribute":
      return valueTest(token, { key: key.attribute, byTail: key.byTail, fixed: key.fixed });
    case "text":
      return textTest(token, key.places);
    case "has":
      return { kind: "has", key: anyOf(token) };
    case "own":
      return ownTest(token, key, asking);
    case "state": {
      const word = token.value.toLowerCase();
      const holds = key.words.get(word);
      if (holds) return { kind: "state", word, holds };
      throw wrong(token, `${key.name}: knows ${list([...key.words.keys()])}.`);
    }
    case "time": {
      const range = timeRange(token.value, asking.now);
      if (range) return { kind: "time", by: key.by, range };
      throw wrong(
        token,
        `${key.name}: takes a day or a time after a sign, such as ${key.name}:>2026-11-01, ${key.name}:<=2026-11-01T12:00:00Z or ${key.name}:>-24h.`,
      );
    }
  }
}

/** What an issue has itself. `me` is who asks; in quotes it is a name like any other. */
function ownTest(token: Token, key: Extract<SearchKey, { kind: "own" }>, { me }: Asking): Test {
  const { text, isPrefix } = unstarred(token);
  const word = comparable(text);
  if (word === "me" && !isPrefix && !token.isQuoted) {
    if (me === undefined) throw nobody(token, key.name);
    return { kind: "state", word: `me ${me}`, holds: ({ issue }) => key.person(issue) === me };
  }
  const isIt = (value: string): boolean => (isPrefix ? value.startsWith(word) : value === word);
  return { kind: "state", word, holds: ({ issue }: Standing) => key.of(issue).map(comparable).some(isIt) };
}

/** Well said, but not by this caller. */
const nobody = ({ valueAt, end }: Token, key: string): BadQuery =>
  new BadQuery(
    valueAt,
    end - valueAt,
    `${key}:me is for who signed in by name. With a key or token write the name, such as ${key}:anna, or sign in as a person.`,
    "bad_request",
  );

/** What `has:` asks for. */
function anyOf(token: Token): string {
  const key = searchKey(token.value);
  if (!key) return tagKey(token.value);
  if (key.kind === "attribute") return key.attribute;
  const names = SEARCH_KEYS.filter(({ kind }) => kind === "attribute").map(({ name }) => name);
  throw wrong(token, `has: asks for ${list(names)} or a tag.`);
}

interface ValueOf {
  readonly key: string;
  readonly byTail: Tail | undefined;
  readonly fixed?: readonly string[] | undefined;
}

function valueTest(token: Token, { key, byTail, fixed }: ValueOf): Test {
  refuseForeign(token);
  const { text, isPrefix } = unstarred(token);
  const value = comparable(text);
  if (fixed && !fixed.some((one) => (isPrefix ? one.startsWith(value) : one === value)))
    throw wrong(token, `${token.key}: knows ${list(fixed)}.`);
  return { kind: "value", key, value, isPrefix, byTail };
}

function plainText(token: Token): Test {
  const { value, isQuoted } = token;
  if (!isQuoted && /^(OR|AND|NOT)$/.test(value))
    throw wrong(
      token,
      `there is no ${value}: all terms have to hold, and -term leaves out what has it. For the word itself write "${value}".`,
    );
  if (!isQuoted && /^!\p{L}[\w.-]*:/u.test(value))
    throw wrong(token, `write -${value.slice(1)} to leave it out.`);
  return textTest(token, TEXTS);
}

function textTest(token: Token, places: Extract<Test, { kind: "text" }>["places"]): Test {
  const { text, isPrefix } = unstarred(token);
  const words = wordsOf(text);
  const isOpen = isPrefix && /[\p{L}\p{M}\p{N}]$/u.test(text);
  if (words.length > 0) return { kind: "text", places, words, isPrefix: isOpen };
  throw wrong(token, "there is no letter or digit in it to look for.");
}

/** The text before a `*` that stands at its end. */
function unstarred(token: Token): { text: string; isPrefix: boolean } {
  const { value, isQuoted } = token;
  if (isQuoted) return { text: value, isPrefix: false };
  const star = value.indexOf("*");
  if (star < 0) return { text: value, isPrefix: false };
  if (star > 0 && star === value.length - 1) return { text: value.slice(0, star), isPrefix: true };
  throw new BadQuery(
    token.valueAt + star,
    1,
    star === 0 && value.length === 1
      ? "a * follows how something begins; for any value write has: and the key."
      : 'a * may stand at the end alone. Write "…" around it where it belongs to the text.',
  );
}

/** What other query languages write where ours takes one value. */
function refuseForeign(token: Token): void {
  const { value, isQuoted, key } = token;
  if (isQuoted) return;
  if (/^[<>]/.test(value))
    throw wrong(
      token,
      `${key}: cannot be compared; firstSeen: and lastSeen: can. Write "…" where the sign belongs to the value.`,
    );
  if (/^[[(]/.test(value)) throw wrong(token, `${key}: takes one value. Write "…" around one with brackets.`);
}

const wrong = ({ valueAt, at, end }: Token, advice: string): BadQuery =>
  new BadQuery(valueAt < end ? valueAt : at, end - (valueAt < end ? valueAt : at), advice);

function list(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${last}` : last;
}
