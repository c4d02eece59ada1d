import { expect, test } from "vitest";
import { configOf, writtenOf } from "./fields.js";

test("what is written becomes a config: empty secrets stay, other empty settings go", () => {
  const written = { owner: "acme", repo: "shop", userToken: "", labels: "bug, error" };
  expect(configOf("github", written)).toEqual({
    type: "github",
    owner: "acme",
    name: null,
    repo: "shop",
    labels: ["bug", "error"],
    threshold: null,
    notifyInterval: null,
    window: "total",
    when: null,
    also: null,
  });
  expect(configOf("github", { ...written, labels: " " })).toMatchObject({ labels: null });
});

test("a rule is a threshold, an interval and a window", () => {
  const rule = { when: "every", threshold: "30", notifyInterval: "5", window: "hour" };
  expect(configOf("slack", rule)).toMatchObject({ threshold: 30, notifyInterval: 5, window: "hour" });
});

test("what is kept is written as it is read", () => {
  expect(writtenOf({ to: ["a@example.com", "b@example.com"], digest: 15 })).toEqual({
    to: "a@example.com, b@example.com",
    digest: "15",
    environments: "",
    levels: "",
  });
});

test("what is told besides counts is read as it is written, and nothing of it is null", () => {
  const also = { within: { events: 100, minutes: 15 }, users: 50, unusual: true };
  const written = { withinEvents: "100", withinMinutes: "15", users: "50", unusual: "yes" };
  expect(writtenOf({ also })).toMatchObject(written);
  expect(configOf("slack", written)).toMatchObject({ also });
  expect(configOf("slack", { withinEvents: "20" })).toMatchObject({
    also: { within: { events: 20, minutes: 15 } },
  });
  expect(configOf("slack", { ...written, withinEvents: "", users: " ", unusual: "" })).toMatchObject({
    also: null,
  });
});

test("of which events are lists of names, in which a name may have spaces", () => {
  const written = { environments: "production, EU live、eu-*", levels: " fatal " };
  const when = { environment: ["production", "EU live", "eu-*"], level: ["fatal"] };
  expect(configOf("slack", written)).toMatchObject({ when });
  expect(writtenOf({ when })).toEqual({ environments: "production, EU live, eu-*", levels: "fatal" });
});

test("tags that were asked for elsewhere stay when a form is saved, and empty lists go", () => {
  const kept = { when: { environment: ["production"], tags: { plan: "pro" } } };
  expect(configOf("slack", { ...writtenOf(kept), levels: "error" }, kept)).toMatchObject({
    when: { ...kept.when, level: ["error"] },
  });
  expect(configOf("slack", {}, kept)).toMatchObject({ when: { tags: { plan: "pro" } } });
  expect(configOf("slack", {}, { when: { level: ["error"] } })).toMatchObject({ when: null });
});
