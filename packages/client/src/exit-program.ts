import { writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { faultline } from "./node.js";

// Run as `exit-program.ts <how> <options>`: an application that reports an error and then ends in its own way.

const [, , how, options = "{}"] = process.argv;
// Before the client's own listener, which may wait.
process.on("exit", () => writeSync(1, "exiting\n"));
const errors = faultline(JSON.parse(options));
if (how !== "only end" && how !== "within") errors.report(new Error("reported"));

const ways: Readonly<Record<string, () => unknown>> = {
  exit: () => process.exit(3),
  throw: () => {
    throw new Error("nobody caught this");
  },
  reject: () => Promise.reject(new Error("nobody caught this")),
  wait: () => setInterval(() => undefined, 1_000),
  "own handler": () => {
    setInterval(() => undefined, 1_000);
    process.once("SIGTERM", async () => {
      errors.report(new Error("while it shuts down"));
      await pause(20);
      process.exit(7);
    });
  },
  "exit when told": () => {
    setInterval(() => undefined, 1_000);
    process.once("SIGTERM", () => errors.report(new Error("while it shuts down")));
    process.on("SIGUSR2", () => process.exit(7));
  },
  within: async () => {
    const request = async (id: string): Promise<void> => {
      await pause(5);
      errors.within({ user: { id } }, () => errors.report(new Error(`of ${id}`)));
    };
    await Promise.all(
      ["anna", "ben"].map((id) => errors.within({ tags: { shop: "kyoto" } }, () => request(id))),
    );
    errors.report(new Error("of nobody"));
  },
};

ways[how ?? ""]?.();
process.stdout.write("ready\n");
