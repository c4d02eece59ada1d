import { join } from "node:path";
import { SITE_FOLDER } from "@faultline/aws/keys";
import { awsWorld } from "@faultline/aws/world";
import { createApp } from "@faultline/service/http/app";
import { siteFolder } from "@faultline/service/site-folder";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";

const { ports, statuses, meter } = awsWorld();
// Where Lambda unpacks a function's package.
const site = siteFolder(join(process.env.LAMBDA_TASK_ROOT ?? "", SITE_FOLDER));
const respond = handle(createApp(ports, statuses, site));

/** HTTP API, payload 2.0. */
export async function handler(event: LambdaEvent, context: LambdaContext) {
  const answer = await respond(event, context);
  meter.flush();
  return answer;
}
