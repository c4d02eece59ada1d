import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { linePrinter, writerTo } from "./print-lines.js";

function printer() {
  const written: string[] = [];
  const waiting: (() => void)[] = [];
  const ends: (() => void)[] = [];
  const print = linePrinter({
    clock: { now: () => 0 },
    write: (text) => void written.push(text),
    later: (work) => void waiting.push(work),
    atEnd: (work) => void ends.push(work),
  });
  return {
    print,
    written,
    turn: () => waiting.splice(0).forEach((work) => void work()),
    end: () => ends.forEach((work) => void work()),
  };
}

const at = "1970-01-01T00:00:00.000Z";

test("the lines of a turn are written together, in their order", () => {
  const { print, written, turn } = printer();
  print({ path: "/1" });
  print({ path: "/2" });
  expect(written).toEqual([]);
  turn();
  expect(written).toEqual([`{"at":"${at}","path":"/1"}\n{"at":"${at}","path":"/2"}\n`]);
  print({ path: "/3" });
  turn();
  expect(written).toHaveLength(2);
});

test("an error is written at once, with what came before it, and once", () => {
  const { print, written, turn } = printer();
  print({ path: "/1" });
  print({ level: "error", event: "broken" });
  expect(written.join("").split("\n")).toHaveLength(3);
  turn();
  expect(written).toHaveLength(1);
});

test("what waits when the process ends is written", () => {
  const { print, written, end } = printer();
  print({ path: "/last" });
  end();
  expect(written.join("")).toContain("/last");
});

test("when whoever read the lines has gone, what writes them goes on", async () => {
  let tried = 0;
  const pipe = new Writable({
    write(_chunk, _encoding, done) {
      tried += 1;
      done(new Error("write EPIPE"));
    },
  });
  const closed = new Promise((resolve) => pipe.on("close", resolve));
  const write = writerTo(pipe);
  write("a line");
  await closed;
  write("another");
  expect(tried).toBe(1);
});
