import { quotaWarning } from "./quota-warning";
import type { RegionContext } from "./regions";
import type { Settings } from "./settings";

/** How many functions of an account run at once in a region. https://docs.aws.amazon.com/general/latest/gr/lambda-service.html */
const QUOTA = { serviceCode: "lambda", quotaCode: "L-B99A9384" };
/** What an account has that has been there for a while: taken where nobody could say. */
const USUAL = 1000;

/**
 * How many functions run at once in the region, the whole account's together; says so when a deployment may need more. Who may
 * not ask, or cannot, deploys all the same.
 */
export function functionsAtOnce(region: RegionContext, settings: Settings): $util.Output<number> {
  const { name, provider } = region;
  const asked = aws.servicequotas.getServiceQuota(QUOTA, { provider }).then(
    ({ value }) => {
      const warning = quotaWarning(name, value, settings);
      if (warning !== undefined) void $util.log.warn(warning);
      return value;
    },
    () => {
      void $util.log.info(
        `How many functions run at once in ${name} could not be asked; see Limits in docs/deploy.md.`,
      );
      return USUAL;
    },
  );
  return $output(asked);
}
