import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tokenContract } from "@faultline/testing/token-contract";
import { describe } from "vitest";
import { openStore } from "./lmdb-store.js";

const folder = (): string => mkdtempSync(join(tmpdir(), "faultline-"));

describe("on disk", () => tokenContract((region, clock) => openStore({ path: folder(), region, clock }).log));
