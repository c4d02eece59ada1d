import type { Attack } from "./attack.js";
import { bodies } from "./bodies.js";
import { floods } from "./floods.js";
import { forgeries } from "./forgeries.js";
import { maps } from "./maps.js";
import { slowOnes } from "./slow.js";
import { thefts } from "./thefts.js";

/**
 * Every attack: what stops it, what blinds or silences it, what robs it; then the floods, of which one uses up the projects
 * that a client key may make, which others need one of.
 */
export const attacks: readonly Attack[] = [
  ...bodies,
  ...slowOnes,
  ...maps,
  ...forgeries,
  ...thefts,
  ...floods,
];
