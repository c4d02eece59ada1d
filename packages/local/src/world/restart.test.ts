import { expect, test } from "vitest";
import { restart } from "./restart.js";

function scripted() {
  const pauses: number[] = [];
  let begun = 0;
  let due: (() => void) | undefined;
  const again = restart(
    () => {
      begun += 1;
    },
    (work, milliseconds) => {
      pauses.push(milliseconds);
      due = work;
      return () => {
        due = undefined;
      };
    },
  );
  return { again, pauses, begun: () => begun, elapse: () => due?.() };
}

test("what ends at once again and again is begun after longer and longer pauses, of half a minute at the most", () => {
  const { again, pauses, begun, elapse } = scripted();
  for (let times = 0; times < 9; times++) {
    again.began(times);
    again.ended(times + 1);
    elapse();
  }
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect(begun()).toBe(9);
});

test("what ran for a minute is begun again soon", () => {
  const { again, pauses } = scripted();
  for (const lasted of [1, 1, 60_000]) {
    again.began(0);
    again.ended(lasted);
  }
  expect(pauses).toEqual([500, 1000, 500]);
});

test("what somebody ended, or began by hand meanwhile, is not begun by itself", () => {
  const { again, begun, elapse } = scripted();
  again.ended(0);
  again.cancel();
  elapse();
  again.ended(1);
  again.began(2);
  elapse();
  expect(begun()).toBe(0);
});
