import { withWholePath } from "@faultline/aws/whole-path";
import { awsWorld } from "@faultline/aws/world";
import { createApp } from "@faultline/service/http/app";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";

const { ports, statuses, meter } = awsWorld();
const respond = handle(createApp(ports, statuses));

/** HTTP API, payload 2.0. */
export async function handler(event: Extract<LambdaEvent, { rawPath: string }>, context: LambdaContext) {
  const answer = await respond(withWholePath(event), context);
  meter.flush();
  return answer;
}
