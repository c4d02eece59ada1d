import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as z from "zod";
import { ROOT } from "../repository/source.js";
import { type Assignment, Attempt, Farewell, type Kind } from "./attempt.js";

const Message = z.object({ attempt: Attempt.optional(), farewell: Farewell.optional() });

/** Client processes at work, and all that they have told so far. */
export interface Traffic {
  readonly attempts: readonly Attempt[];
  /** Lets them finish; gives back what each said at the end. */
  stop(): Promise<ReadonlyMap<Kind, Farewell>>;
  /** Ends them at once. */
  abandon(): void;
}

/** Starts a process for each kind of client, with its share of the load. */
export function traffic(kinds: ReadonlyMap<Kind, number>, common: Omit<Assignment, "perSecond">): Traffic {
  const attempts: Attempt[] = [];
  const clients = [...kinds].map(([kind, perSecond]) => {
    const child = clientProcess(kind, { ...common, perSecond });
    const farewell = new Promise<Farewell>((resolve, reject) => {
      child.on("message", (message) => {
        const told = Message.parse(message);
        if (told.attempt) attempts.push(told.attempt);
        if (told.farewell) resolve(told.farewell);
      });
      child.once("exit", (code) => reject(new Error(`the ${kind} client ended by itself: ${code}`)));
    });
    // Whoever asks for it gets the error; until then nobody does.
    farewell.catch(() => undefined);
    return { kind, child, farewell };
  });
  return {
    attempts,
    async stop() {
      for (const { child } of clients) child.send("stop");
      const said = clients.map(async ({ kind, child, farewell }) => {
        const exit = once(child, "exit");
        const last = await farewell;
        await exit;
        return [kind, last] as const;
      });
      return new Map(await Promise.all(said));
    },
    abandon() {
      for (const { child } of clients) child.kill("SIGKILL");
    },
  };
}

function clientProcess(kind: Kind, assignment: Assignment): ChildProcess {
  const program = join(ROOT, "test/drill/clients", `${kind}.ts`);
  return fork(program, [JSON.stringify(assignment)], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}
