import type * as Schemas from "@faultline/service/http/schemas";
import type { z } from "zod";

// What the API answers, by its own schemas.

export type Point = z.infer<typeof Schemas.Point>;
export type Project = z.infer<typeof Schemas.Project>;
export type Issue = z.infer<typeof Schemas.Issue>;
export type ListedIssue = z.infer<typeof Schemas.ListedIssue>;
export type SparklineCounts = z.infer<typeof Schemas.Sparkline>;
export type Notified = z.infer<typeof Schemas.Notified>;
export type Decision = z.input<typeof Schemas.Decision>;
export type BulkResult = z.infer<typeof Schemas.BulkResult>;
export type Occurrence = z.infer<typeof Schemas.Occurrence>;
export type Level = Issue["level"];
export type Status = Issue["status"];
