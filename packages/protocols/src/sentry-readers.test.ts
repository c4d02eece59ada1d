import { expect, test } from "vitest";
import * as z from "zod";
import { anything, flag, integer, list, moment, pairs, record, text, variables } from "./loose.js";
import { readEvent, readException, readMechanism } from "./sentry-event.js";
import { stackFrame } from "./sentry-frames.js";
import { toBreadcrumb } from "./sentry-surroundings.js";

/** What each reader stands for, and is held to: a schema would be asked for each of a thousand frames. */
const READERS = {
  frame: {
    read: stackFrame,
    schema: z.object({
      filename: text,
      abs_path: text,
      function: text,
      module: text,
      lineno: integer,
      colno: integer,
      in_app: flag,
      package: text,
      platform: text,
      instruction_addr: text,
      image_addr: text,
      pre_context: list,
      context_line: text,
      post_context: list,
      vars: variables,
    }),
  },
  breadcrumb: {
    read: toBreadcrumb,
    schema: z.object({
      timestamp: moment,
      type: text,
      category: text,
      level: text,
      message: text,
      data: anything,
    }),
  },
  exception: {
    read: readException,
    schema: z.object({ type: text, value: anything, module: text, stacktrace: anything, mechanism: record }),
  },
  mechanism: {
    read: readMechanism,
    schema: z.object({
      type: text,
      exception_id: integer,
      parent_id: integer,
      handled: flag,
      synthetic: flag,
      meta: record,
      data: record,
    }),
  },
  event: {
    read: readEvent,
    schema: z.object({
      event_id: text,
      timestamp: moment,
      level: text,
      platform: text,
      logger: text,
      transaction: text,
      culprit: text,
      release: text,
      dist: text,
      environment: text,
      server_name: text,
      message: anything,
      logentry: anything,
      exception: anything,
      stacktrace: anything,
      threads: anything,
      fingerprint: list,
      user: record,
      tags: pairs,
      breadcrumbs: anything,
      request: record,
      contexts: record,
      extra: record,
      sdk: record,
      debug_meta: anything,
      modules: record,
    }),
  },
} as const;

const ODD: readonly unknown[] = [
  undefined,
  null,
  "",
  " ",
  "a text",
  "17",
  "1e400",
  "2026-11-24T00:34:16.839Z",
  0,
  -1,
  1.5,
  1795480625.947,
  2 ** 60,
  true,
  false,
  [],
  ["a", 1, null],
  [["name", "value"]],
  Array.from({ length: 1_000 }, (_, place) => place),
  {},
  { name: "value", deep: { deeper: [1] } },
  { __proto__: null, toString: "own" },
];

test.each(Object.entries(READERS))(
  "a Sentry %s is read as its schema has it, whatever stands where",
  (_, reader) => {
    const { read, schema } = reader;
    expect(read({})).toEqual(schema.parse({}));
    for (const odd of ODD) {
      const names = Object.keys(schema.shape);
      const whole = Object.fromEntries(names.map((name) => [name, odd]));
      expect(read(whole)).toEqual(schema.parse(whole));
      for (const name of names) expect(read({ [name]: odd })).toEqual(schema.parse({ [name]: odd }));
    }
  },
);

test("what no schema names is left out", () => {
  for (const { read, schema } of Object.values(READERS))
    expect(Object.keys(read({ unheard_of: 1 })).sort()).toEqual(Object.keys(schema.shape).sort());
});
