import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { RegionConfig } from "../region/region-config.js";
import { PRIVATE_FILE } from "../storage/private-files.js";
import { restart, timer } from "./restart.js";

/** The process of a region, whichever one it is at the time. */
interface RegionProcess {
  child(): ChildProcess | undefined;
  /** Begins it unless it runs. Resolves once it listens, or has ended; with the reason, if it gave one. */
  begin(): Promise<string | undefined>;
  /** Ends it for good: until somebody begins it. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export const logFile = ({ dataFolder, region }: RegionConfig): string => join(dataFolder, `${region}.log`);

/** Runs a region. One that ends unasked begins again after a pause, and is told how the one before it ended. */
export function regionProcess(config: RegionConfig, isRestarted: boolean): RegionProcess {
  let child: ChildProcess | undefined;
  let isAsked = false;
  let ended: (() => string) | undefined;
  const again = restart(() => void begin(), timer);

  async function begin(): Promise<string | undefined> {
    if (child) return undefined;
    isAsked = false;
    again.began(Date.now());
    try {
      return await follow(spawnRegion(config, ended?.()));
    } catch (error) {
      return isOver(() => String(error));
    }
  }

  function follow(started: ChildProcess): Promise<string | undefined> {
    child = started;
    const lastWords = endOf(started);
    // Read late: its last words may come after its end.
    started.once(
      "exit",
      (code, signal) => void isOver(() => `${signal ?? `exit code ${code}`}\n${lastWords()}`),
    );
    // The machine has no process or no file left for it.
    started.on("error", (error) => started.pid ?? isOver(() => String(error)));
    return listening(started);
  }

  function isOver(how: () => string): string {
    child = undefined;
    ended = isAsked ? undefined : how;
    if (!isAsked && isRestarted) again.ended(Date.now());
    return how();
  }

  return {
    child: () => child,
    begin,
    async end(signal) {
      isAsked = true;
      again.cancel();
      const running = child;
      if (!running) return;
      const exited = new Promise((resolve) => running.once("exit", resolve));
      running.kill(signal);
      await exited;
    },
  };
}

function spawnRegion(config: RegionConfig, ended: string | undefined): ChildProcess {
  const run = new URL("../../run.js", import.meta.url).pathname;
  const child = spawn(process.execPath, [run, "region"], {
    env: {
      ...process.env,
      FAULTLINE_MASTER_KEY: "",
      FAULTLINE_CLIENT_KEY: "",
      FAULTLINE_SMTP_URL: "",
      FAULTLINE_REGION_CONFIG: JSON.stringify(config),
      FAULTLINE_REGION_ENDED: ended ?? "",
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ctrl-C goes to the whole group; the region ends when its supervisor tells it to.
    detached: true,
  });
  // By pipe: a region that wrote its log itself could not go on when its disk is full.
  const log = createWriteStream(logFile(config), { mode: PRIVATE_FILE });
  log.on("error", () => log.destroy());
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => log.writable && log.write(chunk));
  }
  child.once("close", () => log.end());
  return child;
}

const LAST_WORDS_CHARS = 2_000;

/** What it printed last of what went wrong: Node says there why it ends. */
function endOf(child: ChildProcess): () => string {
  let words = "";
  child.stderr?.on("data", (chunk) => {
    words = (words + chunk).slice(-LAST_WORDS_CHARS);
  });
  // They go on in an environment, which takes no zero.
  return () => words.replaceAll("\0", "").trim();
}

/** What a region process tells: that it listens, or why it cannot start. */
const Started = z.union([z.literal("listening"), z.object({ cannotStart: z.string() })]);

function listening(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once("message", (message) => {
      const told = Started.parse(message);
      resolve(told === "listening" ? undefined : told.cannotStart);
    });
    child.once("exit", () => resolve(undefined));
    child.once("error", (error) => resolve(error.message));
  });
}
