import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditContract, personContract, tokenContract } from "@faultline/testing/people-contract";
import { describe } from "vitest";
import { openStore } from "./lmdb-store.js";

const folder = (): string => mkdtempSync(join(tmpdir(), "faultline-"));

describe("on disk", () => {
  tokenContract((region, clock) => openStore({ path: folder(), region, clock }).log);
  personContract((region, clock) => openStore({ path: folder(), region, clock }).log);
  auditContract((region, clock) => openStore({ path: folder(), region, clock }).log);
});
