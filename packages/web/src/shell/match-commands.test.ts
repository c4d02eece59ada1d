import { expect, test } from "vitest";
import { matchCommands } from "./match-commands.js";

const commands = ["Go to Status", "Resolve", "Theme: Dark", "Stop ignoring"].map((label) => ({ label }));
const found = (typed: string) => matchCommands(commands, typed).map(({ label }) => label);

test("nothing typed shows everything, in its order", () => {
  expect(found("  ")).toEqual(commands.map(({ label }) => label));
});

test("every word has to be there, in any order and case", () => {
  expect(found("dark theme")).toEqual(["Theme: Dark"]);
  expect(found("dark status")).toEqual([]);
});

test("what begins with the word stands before what holds it", () => {
  expect(found("st")).toEqual(["Stop ignoring", "Go to Status"]);
});
