import { join } from "node:path";
import { SITE_FOLDER } from "@faultline/aws/keys";
import { watched } from "@faultline/aws/watched";
import { withWholePath } from "@faultline/aws/whole-path";
import { awsWorld } from "@faultline/aws/world";
import { createApp } from "@faultline/service/http/app";
import { siteFolder } from "@faultline/service/http/site-folder";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";

const world = awsWorld("http");
// Where Lambda unpacks a function's package.
const site = siteFolder(join(process.env.LAMBDA_TASK_ROOT ?? "", SITE_FOLDER));
const respond = handle(createApp(world.ports, world.statuses, site));

type ApiEvent = Extract<LambdaEvent, { rawPath: string }>;

/** HTTP API, payload 2.0. */
export const handler = watched(world, "http", async (event: ApiEvent, context: LambdaContext) =>
  respond(withWholePath(event), context),
);
