import * as z from "zod";

/** How bad it is. Wires map their own words onto these five. */
export const Level = z.enum(["fatal", "error", "warning", "info", "debug"]);
export type Level = z.infer<typeof Level>;

/** One call on a stack. `code` maps line numbers to their source text, when the client sent it. */
export const Frame = z.object({
  file: z.string(),
  function: z.string().optional(),
  module: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  inApp: z.boolean(),
  /** What the first grouping mechanism takes it for, where it takes it for something else. */
  formerlyInApp: z.boolean().optional(),
  /** The binary it lies in, and where: all there is of native code. */
  package: z.string().optional(),
  address: z.string().optional(),
  /** Where in the binary, wherever that was loaded: `0x1234`. */
  offset: z.string().optional(),
  code: z.record(z.string(), z.string()).optional(),
  /** Local variables by their names, as the client printed or sent them. */
  vars: z.record(z.string(), z.unknown()).optional(),
  /** Names the source map of the file the frame lies in, when the bundler left one. */
  debugId: z.string().optional(),
});
export type Frame = z.infer<typeof Frame>;

/** One error of a cause chain. Frames run from the crash site outwards. */
export const Thrown = z.object({
  type: z.string(),
  message: z.string(),
  frames: z.array(Frame),
  /** The stack as the client's runtime printed it, kept when it could not be parsed into frames, or says more than they do. */
  stack: z.string().optional(),
  /** What was thrown besides while this one was under way, as the runtime printed it. */
  suppressed: z.string().optional(),
});
export type Thrown = z.infer<typeof Thrown>;

export const Breadcrumb = z.object({
  /** Milliseconds since 1970. */
  timestamp: z.number().optional(),
  type: z.string().optional(),
  category: z.string().optional(),
  level: z.string().optional(),
  message: z.string().optional(),
  data: z.unknown().optional(),
});
export type Breadcrumb = z.infer<typeof Breadcrumb>;

export const User = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  ip: z.string().optional(),
});
export type User = z.infer<typeof User>;

export const RequestInfo = z.object({
  url: z.string().optional(),
  method: z.string().optional(),
  query: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  ip: z.string().optional(),
  userAgent: z.string().optional(),
});
export type RequestInfo = z.infer<typeof RequestInfo>;

/**
 * What a client sent, in our words, whatever wire it came by.
 *
 * `exceptions` runs from what was thrown last to its root cause; it is empty for a plain message.
 * `type` and `message` are those of the outermost exception, or of the message itself.
 */
export const Report = z.object({
  /** The client's own id of this event, when its wire has one: what exact counting is built on. */
  eventId: z.string().optional(),
  /** The client's clock, milliseconds since 1970. */
  timestamp: z.number().optional(),
  level: Level,
  type: z.string(),
  message: z.string(),
  exceptions: z.array(Thrown),
  handled: z.boolean().optional(),
  /** Set by the client to decide the issue by itself; `{{ default }}` stands for what we would compute. */
  fingerprint: z.array(z.string()).optional(),
  /** The message before its values were put into it, when the client tells it. */
  template: z.string().optional(),
  /** What the first grouping mechanism goes by, where a wire is read otherwise since. */
  formerly: Thrown.optional(),
  platform: z.string().optional(),
  transaction: z.string().optional(),
  release: z.string().optional(),
  environment: z.string().optional(),
  serverName: z.string().optional(),
  user: User.optional(),
  tags: z.record(z.string(), z.string()).optional(),
  breadcrumbs: z.array(Breadcrumb).optional(),
  request: RequestInfo.optional(),
  contexts: z.record(z.string(), z.unknown()).optional(),
  extra: z.record(z.string(), z.unknown()).optional(),
  sdk: z.object({ name: z.string(), version: z.string().optional() }).optional(),
  /** What plainly was an error report but could not be mapped: kept as it came rather than lost. */
  raw: z.unknown().optional(),
});
export type Report = z.infer<typeof Report>;
