import { endOf, type Span } from "./reader.js";

const BRANDS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|65|64[4-9])/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^3(?:0[0-5]|[68])/, [14]],
  [/^62/, [16, 17, 18, 19]],
];

const CARD =
  /\d{4}(?:(?:%20|[^\p{L}\p{N}]){1,3}\d{4,6}(?:%20|[^\p{L}\p{N}]){1,3}\d{4,5}(?:(?:%20|[^\p{L}\p{N}]){1,3}\d{1,4}){0,2}|\d{9,15})(?![\p{L}\p{N}_])/uy;
const DIGITS = /\d+/y;

/** The card number or the account number (IBAN) some of whose digits stand at `at`; else, where the digits end. */
export function numberAt(text: string, at: number, floor: number): Span | number {
  const digitsEnd = endOf(DIGITS, text, at) ?? at + 1;
  if (digitsEnd - at < 4) return digitsEnd;
  const account = accountAt(text, at, floor);
  if (account) return account;
  const start = text[at - 1] === "%" ? at + 2 : at;
  const end = /[\w.%-]/.test(text[start - 1] ?? "") && start === at ? undefined : endOf(CARD, text, start);
  if (end !== undefined && isCard(text.slice(start, end))) return { start, end };
  return digitsEnd;
}

/** True for the digits of a card: its brand's beginning and length, and the Luhn check. */
export function isCard(candidate: string): boolean {
  const groups = candidate.replace(/%20/g, " ").split(/[^\d]+/);
  const digits = groups.join("");
  if (
    groups.length > 1 &&
    !/^(?:4,4,4,4(?:,3)?|4,6,[45]|4,4,5|4,4,4,1)$/.test(groups.map((group) => group.length).join())
  )
    return false;
  return (
    BRANDS.some(([begins, lengths]) => begins.test(digits) && lengths.includes(digits.length)) &&
    passesLuhn(digits)
  );
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const value = place % 2 === 1 ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

const ACCOUNT =
  /(?<![\p{L}\p{N}_])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?(?![\p{L}\p{N}_])/gu;
const ACCOUNT_MAX = 45;

function accountAt(text: string, at: number, floor: number): Span | undefined {
  const from = Math.max(floor, at - 14);
  const around = text.slice(from, from + ACCOUNT_MAX + 14);
  if (!/[A-Z]{2}\d{2}/.test(around.slice(0, 18))) return undefined;
  for (const { 0: found, index } of around.matchAll(ACCOUNT)) {
    const letters = longestAccount(found);
    if (letters !== undefined) return { start: from + index, end: from + index + letters };
  }
  return undefined;
}

/** How much of it passes the check of ISO 7064: what follows may be a word in capitals. */
function longestAccount(found: string): number | undefined {
  const ends = [...found.matchAll(/[ -]/g)].map(({ index }) => index);
  return [found.length, ...ends.reverse()].find((end) => isAccount(found.slice(0, end).replace(/[ -]/g, "")));
}

function isAccount(account: string): boolean {
  if (account.length < 15 || account.length > 34) return false;
  let rest = 0;
  for (const char of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
