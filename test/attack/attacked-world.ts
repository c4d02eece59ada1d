import { createServer } from "node:http";
import { type RunningWorld, runningWorld } from "../stories/running-world.js";

/** The world that is attacked, and somebody's webhook, which its operator has allowed. */
export interface AttackedWorld extends RunningWorld {
  readonly hook: Hook;
}

interface Hook {
  readonly url: string;
  /** All that was told there. */
  readonly told: readonly string[];
}

/** Bounds that a deployment is likely to lower are low, so that few requests reach them. */
const SETTINGS = { FAULTLINE_NEW_PROJECTS: "100" } as const;

/** A world of its own, on free ports of this machine. */
export async function attackedWorld(): Promise<AttackedWorld> {
  const told: string[] = [];
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    told.push(Buffer.concat(chunks).toString());
    response.end("ok");
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const world = await runningWorld(undefined, { ...SETTINGS, FAULTLINE_ALLOWED_HOSTS: host });
  const { dispose } = world;
  return Object.assign(world, {
    hook: { url: `http://${host}/hook`, told },
    async dispose() {
      receiver.close();
      await dispose.call(world);
    },
  });
}
