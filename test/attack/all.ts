import type { Attack } from "./attack.js";
import { bodies } from "./bodies.js";
import { floods } from "./floods.js";
import { forgeries } from "./forgeries.js";
import { maps } from "./maps.js";
import { slowOnes } from "./slow.js";
import { thefts } from "./thefts.js";

/** Every attack, in the order of the table: what stops it, what blinds or silences it, what robs it. */
export const attacks: readonly Attack[] = [
  ...bodies,
  ...slowOnes,
  ...maps,
  ...floods,
  ...forgeries,
  ...thefts,
];
