import type { Attack } from "./attack.js";
import { bodies } from "./bodies.js";
import { floods } from "./floods.js";
import { maps } from "./maps.js";
import { slowOnes } from "./slow.js";

/** Every attack, in the order of the table. */
export const attacks: readonly Attack[] = [...bodies, ...slowOnes, ...maps, ...floods];
