import { expect, test } from "vitest";
import { logReport } from "./otlp-record.js";

const levelOf = (severityNumber: unknown): string | undefined =>
  logReport({ severityNumber, body: { stringValue: "it broke" } }, { attributes: {}, scope: undefined }, 0)
    ?.level;

test("a severity is read as a number, as a text of one, and by the name protobuf gives it", () => {
  expect(levelOf(17)).toBe("error");
  expect(levelOf("18")).toBe("error");
  expect(levelOf("SEVERITY_NUMBER_ERROR")).toBe("error");
  expect(levelOf("SEVERITY_NUMBER_FATAL3")).toBe("fatal");
  expect(levelOf("SEVERITY_NUMBER_WARN4")).toBeUndefined();
  expect(levelOf("SEVERITY_NUMBER_ODD")).toBeUndefined();
});
