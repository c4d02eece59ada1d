import type { Scope } from "../projects/authenticate.js";

/** What handlers hand on to the middleware around them. */
export interface Environment {
  Variables: {
    /** Goes into the request's log line: outcome, project, counts. Never bodies, never keys. */
    line: Record<string, unknown>;
    scope: Scope;
  };
}
