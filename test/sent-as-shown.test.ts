import { expect, test } from "vitest";
import { codeFiles } from "./repository/source.js";

const STATE = /const \[(\w+), \w+\] = useState/g;
const SENDS = /mutationFn: (\([^\n]*?\) =>[\s\S]*?|\w+),?\n\s*(?:on[A-Z]|\})/g;

/** Names of what a page keeps that a mutation reads by itself, instead of being handed it. */
function readByItself(text: string): string[] {
  const kept = [...text.matchAll(STATE)].map(([, name = ""]) => name);
  const sends = [...text.matchAll(SENDS)].map(([, body = ""]) => body);
  return kept.filter((name) => sends.some((body) => isRead(name, body)));
}

function isRead(name: string, body: string): boolean {
  const [parameters = "", ...rest] = body.split("=>");
  const word = new RegExp(`\\b${name}\\b`);
  return !word.test(parameters) && word.test(rest.join("=>"));
}

// A mutation learns of a new drawing a moment after it: a key pressed at once would send what was drawn before.
test("what a page sends is what it showed when it was told to: it is handed over, not looked up", () => {
  const pages = codeFiles().filter(({ path }) => path.startsWith("packages/web/"));
  expect(pages.filter(({ text }) => text.includes("mutationFn")).length).toBeGreaterThan(20);
  expect(pages.flatMap(({ path, text }) => readByItself(text).map((name) => `${path}: ${name}`))).toEqual([]);
});

test("one that looks it up is found", () => {
  const page = (send: string): string =>
    `const [typed, setTyped] = useState("");\nuseMutation({\n  mutationFn: ${send},\n  onSuccess: done,\n});`;
  expect(readByItself(page("() => create(typed)"))).toEqual(["typed"]);
  expect(readByItself(page("(typed: string) => create(typed)"))).toEqual([]);
  expect(readByItself(page("create"))).toEqual([]);
});
