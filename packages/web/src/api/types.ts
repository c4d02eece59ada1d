import type * as Schemas from "@faultline/service/http/schemas";
import type { StatusReport as StatusReportSchema } from "@faultline/service/http/v1-status";
import type * as z from "zod";

// What the API answers, by its own schemas.

export type Point = z.infer<typeof Schemas.Point>;
export type Project = z.infer<typeof Schemas.Project>;
export type Issue = z.infer<typeof Schemas.Issue>;
export type ListedIssue = z.infer<typeof Schemas.ListedIssue>;
export type Gap = z.infer<typeof Schemas.Gap>;
export type Decision = z.input<typeof Schemas.Decision>;
export type BulkResult = z.infer<typeof Schemas.BulkResult>;
export type Occurrence = z.infer<typeof Schemas.Occurrence>;
export type Level = Issue["level"];
export type Status = Issue["status"];
export type StatusReport = z.infer<typeof StatusReportSchema>;
export type RegionStatus = StatusReport["regions"][number];
export type Alarm = StatusReport["alarms"][number];
export type Metric = StatusReport["metrics"][number];
