import { createApp } from "@faultline/service/http/app";
import * as z from "zod";
import { CLIENT_KEY, MASTER_KEY, type MemoryRegion, memoryRegion, virtualClock } from "./memory-world.js";

export const NOW = Date.UTC(2026, 10, 24, 12);
export const JSON_TYPE = { "content-type": "application/json" };
export const MASTER = { "x-api-key": MASTER_KEY, ...JSON_TYPE };

const Issues = z.object({
  issues: z.array(
    z.looseObject({
      id: z.string(),
      message: z.string(),
      count: z.number(),
      status: z.string(),
      regressed: z.boolean(),
    }),
  ),
  cursor: z.string().nullable(),
});

export type HttpWorld = ReturnType<typeof httpWorld>;

/** One region in memory at a fixed time, asked through its HTTP app as a client would. */
export function httpWorld() {
  const clock = virtualClock(NOW);
  const region: MemoryRegion = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const app = createApp(region.ports, {
    healthy: async () => true,
    peerHealthy: async () => false,
    staleMilliseconds: 5000,
  });

  /** Reads with the master key, after everything accepted was folded. Throws unless the answer is 200. */
  async function get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    await region.settle();
    const response = await app.request(path, { headers: MASTER });
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return schema.parse(await response.json());
  }

  return {
    clock,
    region,
    app,
    get,
    post: async (body: unknown, headers: Record<string, string> = {}, project = "shop") =>
      app.request(`/v0/projects/${project}/errors`, {
        method: "POST",
        headers: { "x-api-key": CLIENT_KEY, ...JSON_TYPE, ...headers },
        body: JSON.stringify(body),
      }),
    change: async (path: string, method: string, body?: unknown, headers: Record<string, string> = MASTER) =>
      app.request(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }),
    issuesOf: async (query = "") => (await get(`/v1/projects/shop/issues${query}`, Issues)).issues,
  };
}

/** A key of the project `shop`, as somebody makes one for an SDK. */
export async function projectKey({ change }: HttpWorld): Promise<string> {
  const created = await change("/v1/projects/shop/keys", "POST", { label: "sdk" });
  return z.object({ key: z.string() }).parse(await created.json()).key;
}

/** A body of one error, as the original's clients send it. */
export const oneError = (message = "it broke", more: object = {}) => ({
  errors: [{ type: "TypeError", message, ...more }],
});
