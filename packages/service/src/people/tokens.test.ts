import { memoryTable } from "@faultline/testing/memory-table";
import { tokenContract } from "@faultline/testing/token-contract";
import { describe } from "vitest";

describe("in memory", () => tokenContract((region, clock) => memoryTable({ region, clock })));
