import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { until } from "../stories/until.js";

const run = promisify(execFile);
const COMMAND_MILLISECONDS = 60_000;

export const Guides = z.object({
  guides: z.array(
    z.object({
      id: z.string(),
      steps: z.array(z.object({ does: z.string(), file: z.string().optional(), code: z.string() })),
    }),
  ),
});
type Step = z.infer<typeof Guides>["guides"][number]["steps"][number];

interface Place {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

interface Followed {
  /** Types the last line once more. */
  again(): Promise<void>;
  /** Ends the servers and begins them anew. */
  restart(): Promise<void>;
  /** Ends the servers, with what they started themselves, as one does that looks for changes. */
  end(): void;
}

/**
 * Does what a guide says, but for what it installs: writes its files, types its lines. A line before the last one is a server
 * that goes on meanwhile, until it is ended. Its port is one that is free.
 */
export async function follow(steps: readonly Step[], { folder, env }: Place): Promise<Followed> {
  const port = String(await freePort());
  const meant = steps
    .filter(({ does }) => does !== "install")
    .map((step) => ({ ...step, code: step.code.replace(/\b(?:5000|8000|8080)\b/g, port) }));
  for (const { file, code } of meant) if (file !== undefined) await write(join(folder, file), code);
  const lines = meant.filter(({ file }) => file === undefined).map(({ code }) => code);
  const last = lines.pop() ?? "";
  const begin = () =>
    lines.map((line) =>
      spawn("bash", ["-c", `exec ${line}`], { cwd: folder, env, stdio: "ignore", detached: true }),
    );
  const areUp = () => until(`a server at ${port}`, async () => (await answers(Number(port))) || undefined);
  let servers = begin();
  if (servers.length > 0) await areUp();
  const again = async (): Promise<void> => {
    // A program that fails as it was told to ends with a code of its own.
    await run("bash", ["-c", last], { cwd: folder, env, timeout: COMMAND_MILLISECONDS }).catch(
      () => undefined,
    );
  };
  const end = (): void => {
    for (const { pid } of servers) if (pid !== undefined) process.kill(-pid, "SIGKILL");
  };
  const restart = async (): Promise<void> => {
    const ended = servers.map((server) => once(server, "exit"));
    end();
    await Promise.all(ended);
    servers = begin();
    if (servers.length > 0) await areUp();
  };
  await again();
  return { again, restart, end };
}

async function write(file: string, code: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${code}\n\n`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
