import { faultline } from "./faultline.js";
import type { Protocol } from "./protocol.js";

/** Every wire we speak. */
export const protocols: readonly Protocol[] = [faultline];
