import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { emulatorPython } from "./install.js";

export const ACCOUNT = "123456789012";
/** Of the account's owner, whom every policy lets through. */
export const CREDENTIALS = { accessKeyId: "testing", secretAccessKey: "testing" };

interface Emulator {
  readonly endpoint: string;
  stop(): void;
}

interface EmulatorSettings {
  /** All when left out. */
  readonly services?: readonly string[];
  /** Whether each call is held against its caller's policies. */
  readonly enforcesPolicies?: boolean;
  /** Where Node for the functions is found; they do not run when it is left out. */
  readonly path?: string;
}

const PROGRAM = "from ministack.app import main; main()";

/** Starts an AWS of its own, in memory, on a free port. Stays until `stop`, at most as long as this process. */
export async function startEmulator(settings: EmulatorSettings = {}): Promise<Emulator> {
  const python = emulatorPython();
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "faultline-emulator-"));
  const child = spawn(python, ["-c", PROGRAM], {
    cwd: folder,
    stdio: "ignore",
    env: { ...environment(port, folder, settings), PATH: settings.path ?? process.env.PATH },
  });
  const stop = (): void => {
    process.off("exit", stop);
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on("exit", stop);
  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await isUp(endpoint))) {
    if (child.exitCode !== null) throw new Error(`the emulator ended at once, with ${child.exitCode}`);
    await sleep(50);
  }
  return { endpoint, stop };
}

/** `localhost` and not its number: the addresses of its APIs are made of it. */
function environment(
  port: number,
  folder: string,
  { services, enforcesPolicies }: EmulatorSettings,
): Record<string, string> {
  return {
    GATEWAY_PORT: `${port}`,
    BIND_HOST: "127.0.0.1",
    MINISTACK_HOST: "localhost",
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    IOT_MTLS_ENABLED: "0",
    LOG_LEVEL: "ERROR",
    HOME: folder,
    TMPDIR: folder,
    STATE_DIR: folder,
    S3_DATA_DIR: join(folder, "s3"),
    LAMBDA_EXECUTOR: "local",
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    // What its functions are told to ask.
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    ...(enforcesPolicies ? { AUTH: "true" } : {}),
    ...(services ? { SERVICES: services.join(",") } : {}),
  };
}

async function isUp(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/health`)).ok;
  } catch {
    // Not yet.
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
