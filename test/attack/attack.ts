import type { AttackedWorld } from "./attacked-world.js";

/** What a row of the table says. */
export interface Row {
  readonly threat: string;
  /** What is sent, and how much of it. */
  readonly input: string;
  /** The worst there was: of whatever this attack is after. */
  readonly worst: string;
  /** How much more memory the regions took at most, in megabytes; undefined where it was not looked at. */
  readonly memory?: number | undefined;
  readonly isHeld: boolean;
}

/** Where shots go. */
export interface Target {
  readonly url: string;
  readonly clientKey: string;
}

/** One kind of attack. Put into a file of its own, and into `all.ts`. */
export interface Attack {
  readonly name: string;
  /** Tries it on a world that runs, within seconds, and says how that went. */
  run(world: AttackedWorld): Promise<Row>;
  /** A single request of it from an address, for `npm run attack -- --load`. Resolves once it is answered or given up. */
  readonly shoot?: ((target: Target, address: string) => Promise<void>) | undefined;
}
