import { keyHash } from "@faultline/core/id";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { LAST_WRITE_WINS, type Ports } from "../ports.js";
import { apiKeyKey, apiKeysPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { refuseBuiltIn } from "./built-in.js";

/** A project's key as it is listed: never the key itself. */
const ApiKey = z.object({
  id: z.string(),
  label: z.string(),
  /** The last characters, to tell keys apart. */
  hint: z.string(),
  createdAt: z.number(),
});
type ApiKey = z.infer<typeof ApiKey>;

const Listed = ApiKey.extend({ hash: z.string() });
const HINT_CHARS = 4;

/** The project's keys, oldest first. */
export async function listKeys(ports: Pick<Ports, "log">, project: string): Promise<readonly ApiKey[]> {
  const rows = await collect(queryAll(ports.log, { pk: apiKeysPartition(project) }));
  return rows.map((row) => ApiKey.parse(row));
}

/**
 * A new key that posts errors to this project alone. It is told this once; only its hash is stored. Throws
 * `built_in_project`, to which nobody but Faultline posts.
 */
export async function createKey(
  ports: Pick<Ports, "log" | "clock" | "ids">,
  project: string,
  label: string,
): Promise<ApiKey & { key: string }> {
  refuseBuiltIn(project);
  const key = ports.ids.secret();
  const hash = keyHash(key);
  const id = `key_${ports.ids.unique()}`;
  const listed: ApiKey = { id, label, hint: key.slice(-HINT_CHARS), createdAt: ports.clock.now() };
  await ports.log.transact([
    { kind: "put", item: { ...apiKeyKey(hash), project, id }, condition: { kind: "absent" } },
    {
      kind: "put",
      item: { pk: apiKeysPartition(project), sk: id, ...listed, hash },
      condition: { kind: "absent" },
    },
  ]);
  return { ...listed, key };
}

/** Ends a key. Regions that remember it accept it until their memory of it ends (`settings.cacheSeconds`). */
export async function revokeKey(ports: Pick<Ports, "log">, project: string, id: string): Promise<void> {
  const listedKey = { pk: apiKeysPartition(project), sk: id };
  const row = await ports.log.get(listedKey);
  if (!row)
    throw new VisibleError(
      "not_found",
      "key_not_found",
      "The project has no such key; it may be revoked already.",
    );
  await ports.log.transact([
    { kind: "delete", key: listedKey, condition: LAST_WRITE_WINS },
    { kind: "delete", key: apiKeyKey(Listed.parse(row).hash), condition: LAST_WRITE_WINS },
  ]);
}
