import { expect, test } from "vitest";
import { METRICS } from "../metrics.js";
import { judge } from "./judge.js";
import type { OwnAlarm } from "./own-alarms.js";

const ABOVE: OwnAlarm = {
  name: "requests-failing",
  metric: METRICS.requestsFailed,
  statistic: "sum",
  is: "above",
  threshold: 4,
  minutes: 2,
  of: 3,
  missing: "good",
};
const BELOW: OwnAlarm = {
  ...ABOVE,
  name: "canary-missing",
  is: "below",
  threshold: 1,
  minutes: 3,
  missing: "bad",
};

/** The present minute first; `undefined` is a minute without a value. */
const judged = (alarm: OwnAlarm, minutes: readonly (number | undefined)[], known = 60) =>
  judge(alarm, (ago) => minutes[ago], known);

test("as many bad minutes as are asked for, wherever they lie among those looked at, are an alarm", () => {
  expect(judged(ABOVE, [5, 0, 5]).state).toBe("alarm");
  expect(judged(ABOVE, [0, 5, 5]).state).toBe("alarm");
  expect(judged(ABOVE, [0, 0, 5, 5]).state).toBe("ok");
  expect(judged(ABOVE, [5, 0, 0, 5, 5]).state).toBe("ok");
});

test("the threshold itself is not above it, nor below it", () => {
  expect(judged(ABOVE, [4, 4, 4]).state).toBe("ok");
  expect(judged(BELOW, [0, 1, 1, 1]).state).toBe("ok");
  expect(judged(BELOW, [0, 0.9, 0.9, 0.9]).state).toBe("alarm");
});

test("too much is known in the minute under way; too little only once it is over", () => {
  expect(judged(ABOVE, [9, 9]).state).toBe("alarm");
  expect(judged(BELOW, [undefined, 1, 1, 1]).state).toBe("ok");
  expect(judged(BELOW, [1, undefined, undefined, undefined]).state).toBe("alarm");
});

test("a minute without a value is bad only where the alarm says so", () => {
  expect(judged({ ...ABOVE, missing: "bad" }, [undefined, undefined]).state).toBe("alarm");
  expect(judged(ABOVE, []).state).toBe("ok");
  expect(judged({ ...BELOW, missing: "good" }, []).state).toBe("ok");
});

test("a process that began just now is not missing anything yet", () => {
  expect(judged(BELOW, [], 2)).toEqual({ state: "insufficient_data", reason: "2 of 3 minutes are known." });
  expect(judged(BELOW, [], 3).state).toBe("alarm");
  expect(judged(ABOVE, [9, 9], 0).state).toBe("alarm");
});

test("the reason tells the figures, oldest first, and the bound", () => {
  expect(judged(ABOVE, [7.6, undefined, 5]).reason).toBe(
    "sum of RequestsFailed in the last 3 min: 5, none, 8; 2 of 3 above 4.",
  );
  expect(judged(ABOVE, [1, 2, 3]).reason).toBe("sum of RequestsFailed in the last 3 min: 3, 2, 1.");
});
