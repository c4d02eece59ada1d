import type { Frame } from "@faultline/core/report";

/** Scripts, and what React Native puts all of an application into. */
const MINIFIED = /\.(?:[cm]?js|jsbundle|bundle|hbc)$/;

/** True of a frame that a source map may know better: of a script, at a line and column. */
export const mayBeMinified = ({ file, line, column, debugId }: Frame): boolean =>
  line !== undefined && column !== undefined && (debugId !== undefined || MINIFIED.test(file));
