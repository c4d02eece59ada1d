import type { Settings } from "./settings";

/** What a POST takes, on average: `npm run bench -- cost` says how that is known. */
const REQUEST_SECONDS = 0.025;
/** `reduce`, `sweep`, and two of `watch`. */
const OTHERS = 4;

/** What to say of a region's quota before anything is deployed; undefined where there is room for all that the API lets through. */
export function quotaWarning(
  region: string,
  quota: number,
  { throttling }: Pick<Settings, "throttling">,
): string | undefined {
  const needed = Math.ceil(throttling.rate * REQUEST_SECONDS) + OTHERS;
  if (quota >= needed) return undefined;
  return (
    `${region} runs ${quota} functions at once, all of this account's together; this deployment may need ${needed}. ` +
    "Beyond them API Gateway answers 503, and what was posted has to come again. Ask for more: aws service-quotas " +
    `request-service-quota-increase --region ${region} --service-code lambda --quota-code L-B99A9384 --desired-value 1000`
  );
}
