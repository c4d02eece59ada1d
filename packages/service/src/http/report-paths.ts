import { protocols } from "@faultline/protocols/all";
import { TrieRouter } from "hono/router/trie-router";
import { plainPath } from "./plain-path.js";

const router = new TrieRouter<true>();
for (const path of protocols.flatMap(({ paths }) => paths)) router.add("POST", path, true);

/** True for the path of an address that takes error reports. There an idempotency key gives ids to events without. */
export const takesReports = (path: string): boolean => router.match("POST", plainPath(path))[0].length > 0;
