import type * as Schemas from "@faultline/service/http/schemas";
import type * as Facts from "@faultline/service/http/v1-issue-facts";
import type * as Notifications from "@faultline/service/http/v1-notifications";
import type * as Occurrences from "@faultline/service/http/v1-occurrences";
import type * as Outages from "@faultline/service/http/v1-outages";
import type * as z from "zod";
import type { Occurrence } from "./types.js";

// What an issue's page asks the API, by its own schemas.

export type Thrown = Occurrence["exceptions"][number];
export type Frame = Thrown["frames"][number];
export type Timeline = z.infer<typeof Occurrences.Timeline>;
export type Neighbours = z.infer<typeof Facts.Neighbours>;
export type Tag = z.infer<typeof Facts.Tag>;
export type Grouped = z.infer<typeof Facts.Grouped>;
export type Delivery = z.infer<typeof Notifications.Delivery>;
export type Outage = z.infer<typeof Outages.Outage>;
export type ApiKey = z.infer<typeof Schemas.ApiKey>;
export type CreatedKey = z.infer<typeof Schemas.CreatedKey>;
