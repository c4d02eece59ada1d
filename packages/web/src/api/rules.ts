import type { IntakeRule } from "@faultline/core/intake-rule";
import type { RulePreview } from "@faultline/service/http/v1-rules";
import { queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { url } from "./addresses.js";
import { request } from "./request.js";

export interface Rules {
  readonly rules: readonly IntakeRule[];
  /** By rule, how many reports it dropped, at least, and since when. */
  readonly dropped: readonly { readonly count: number; readonly since: string | null }[];
}

export const rulesQuery = (project: string) =>
  queryOptions({
    queryKey: ["rules", project],
    queryFn: ({ signal }) => request<Rules>(url`/v1/projects/${project}/rules`, { signal }),
  });

export const putRules = (project: string, rules: readonly IntakeRule[]): Promise<Rules> =>
  request(url`/v1/projects/${project}/rules`, { method: "PUT", body: { rules } });

/** What rules would have done with the latest events. */
export const previewRules = (
  project: string,
  rules: readonly IntakeRule[],
): Promise<z.infer<typeof RulePreview>> =>
  request(url`/v1/projects/${project}/rules/preview`, { method: "POST", body: { rules } });
