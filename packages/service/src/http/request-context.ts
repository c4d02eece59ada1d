import type { Scope } from "../projects/authenticate.js";

/** What handlers hand on to the middleware around them. */
export interface Environment {
  Variables: {
    /** Goes into the request's log line: outcome, project, counts. Never bodies, never keys. */
    line: Record<string, unknown>;
    scope: Scope;
    /** True once the request has its line in the audit. */
    isAudited: boolean;
    /** What the audit tells beside method and path. Never bodies, never keys. */
    told: { readonly project?: string | undefined; readonly detail: object };
  };
}
