import { gunzipSync } from "node:zlib";
import { LogBatch } from "@faultline/service/monitoring/function-faults";
import * as z from "zod";

const LogsEvent = z.object({ awslogs: z.object({ data: z.string() }) });
/** CloudWatch Logs hands over a megabyte at the most. */
const BYTES_MAX = 16 * 1024 * 1024;

/**
 * The log lines a subscription invoked us with; undefined for any other event.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample
 */
export function logBatch(event: unknown): LogBatch | undefined {
  const data = LogsEvent.safeParse(event).data?.awslogs.data;
  if (data === undefined) return undefined;
  const text = gunzipSync(Buffer.from(data, "base64"), { maxOutputLength: BYTES_MAX }).toString();
  return LogBatch.parse(JSON.parse(text));
}
