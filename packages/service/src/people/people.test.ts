import { memoryTable } from "@faultline/testing/memory-table";
import { auditContract, personContract, tokenContract } from "@faultline/testing/people-contract";
import { describe } from "vitest";

describe("in memory", () => {
  tokenContract((region, clock) => memoryTable({ region, clock }));
  personContract((region, clock) => memoryTable({ region, clock }));
  auditContract((region, clock) => memoryTable({ region, clock }));
});
