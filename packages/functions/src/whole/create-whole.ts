import { join } from "node:path";
import { SITE_FOLDER } from "@faultline/aws/keys";
import type { AwsWorld } from "@faultline/aws/world";
import { createApp } from "@faultline/service/http/app";
import type { Known } from "@faultline/service/http/known";
import { siteFolder } from "@faultline/service/http/site-folder";

/** The whole HTTP service, with the pages where Lambda unpacks a function's package. */
export const createWhole = ({ ports, statuses }: AwsWorld, known: Known) =>
  createApp(ports, statuses, siteFolder(join(process.env.LAMBDA_TASK_ROOT ?? "", SITE_FOLDER)), known);
