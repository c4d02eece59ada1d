import { join } from "node:path";
import { SITE_FOLDER } from "@faultline/aws/keys";
import { withWholePath } from "@faultline/aws/whole-path";
import { awsWorld } from "@faultline/aws/world";
import { createApp } from "@faultline/service/http/app";
import { siteFolder } from "@faultline/service/site-folder";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";

const { ports, statuses, meter } = awsWorld();
// Where Lambda unpacks a function's package.
const site = siteFolder(join(process.env.LAMBDA_TASK_ROOT ?? "", SITE_FOLDER));
const respond = handle(createApp(ports, statuses, site));

/** HTTP API, payload 2.0. */
export async function handler(event: Extract<LambdaEvent, { rawPath: string }>, context: LambdaContext) {
  const answer = await respond(withWholePath(event), context);
  meter.flush();
  return answer;
}
