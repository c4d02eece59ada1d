import { expect, test } from "vitest";
import { completed, EVENT_KEYS, keysFor, writingAt } from "./completion-at.js";

const at = (marked: string) => {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  return { text, caret, writing: writingAt(text, caret) };
};

const taken = (marked: string, chosen: string): string => {
  const { text, writing } = at(marked);
  const { text: whole, caret } = completed(text, writing, chosen);
  return `${whole.slice(0, caret)}|${whole.slice(caret)}`;
};

test("a key is written until its colon, also behind a minus and among other terms", () => {
  expect(at("rel|").writing).toMatchObject({ key: undefined, typed: "rel" });
  expect(at("cart -en| level:error").writing).toMatchObject({ key: undefined, typed: "en" });
  expect(keysFor(at("R|").writing, EVENT_KEYS)).toEqual(["release", "runtime"]);
  expect(keysFor(at("env:|").writing, EVENT_KEYS)).toEqual([]);
});

test("tags are keys, too, where their names can be written as one", () => {
  const tags = ["env", "currency", "customer", "two words"];
  expect(keysFor(at("cu|").writing, EVENT_KEYS, tags)).toEqual(["currency", "customer"]);
  expect(keysFor(at("-E|").writing, EVENT_KEYS, tags)).toEqual(["env"]);
  expect(keysFor(at("tag.l|").writing, EVENT_KEYS, ["tag.level"])).toEqual(["tag.level"]);
  expect(keysFor(at("tw|").writing, EVENT_KEYS, tags)).toEqual([]);
  expect(keysFor(at("customer:|").writing, EVENT_KEYS, tags)).toEqual([]);
});

test("what follows a key is its value, with spaces where it is in quotes", () => {
  expect(at("env:pr|").writing).toMatchObject({ key: "env", typed: "pr" });
  expect(at('-user:"Ada L|').writing).toMatchObject({ key: "user", typed: "Ada L" });
  expect(at('"a:b|').writing).toMatchObject({ key: undefined });
  expect(at('x "y z" customer:|').writing).toMatchObject({ key: "customer", typed: "" });
});

test("what is taken stands in place of what was written, in quotes where it needs them", () => {
  expect(taken("cart re| is:new", "release")).toBe("cart release:| is:new");
  expect(taken("-env:pr|od cart", "production")).toBe("-env:production |cart");
  expect(taken("env:|", "eu west")).toBe('env:"eu west" |');
  expect(taken('user:"Ada L|"', "ada lovelace")).toBe('user:"ada lovelace" |');
  expect(taken("release:|", 'say "1*"')).toBe('release:"say \\"1*\\"" |');
  expect(taken("lastSeen:|", ">-24h")).toBe("lastSeen:>-24h |");
  expect(taken("assignee:|", "\u5c71\u7530")).toBe("assignee:\u5c71\u7530 |");
});
