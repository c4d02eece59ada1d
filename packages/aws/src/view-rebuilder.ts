import { viewProgress } from "@faultline/service/monitoring/view-progress";
import type { Ports } from "@faultline/service/ports";
import type { ApplyPorts } from "@faultline/service/projection/apply-changes";
import { renewView } from "@faultline/service/projection/renew-view";
import { askForRenewal, isRenewed, readMark } from "@faultline/service/projection/view-mark";
import * as z from "zod";

/** `again`: the log is folded over the view from its beginning. `progress`: nothing is done but to say how far it is. */
const Asked = z.looseObject({ rebuild: z.enum(["again", "progress"]).optional() });

/** A page has to end before the function does. */
const PAGE_MILLISECONDS = 120_000;
/** So long after a deployment began nothing runs any more that it replaced. */
const SETTLE_MILLISECONDS = 10 * 60_000;

interface Context {
  /** The same when Lambda tries an event again. */
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** How far a region's view is. Times as text. */
interface Rebuilt {
  readonly isWhole: boolean;
  readonly step: "rows" | "log" | undefined;
  /** Rows of the log that were folded so far. */
  readonly items: number;
  readonly since: string | undefined;
  /** The log is folded a second time from then on. */
  readonly goesOnAt: string | undefined;
}

/**
 * What the region's `rebuild` function does: brings the view up to this version and to its log as far as its time goes, and
 * goes on from there when it is invoked again.
 */
export function viewRebuilder(
  ports: ApplyPorts & Pick<Ports, "log">,
): (event: unknown, context: Context) => Promise<Rebuilt> {
  return async (event, context) => {
    const asked = Asked.safeParse(event).data?.rebuild;
    if (asked === "again") await askForRenewal(ports, context.awsRequestId);
    const until = ports.clock.now() + context.getRemainingTimeInMillis() - PAGE_MILLISECONDS;
    if (asked !== "progress")
      await renewView(ports, {
        until,
        settleMilliseconds: SETTLE_MILLISECONDS,
        onStep: viewProgress(ports),
      });
    const { mark } = await readMark(ports);
    return {
      isWhole: isRenewed(mark),
      step: mark.step,
      items: mark.items,
      since: timeOf(mark.begunAt),
      goesOnAt: timeOf(mark.notBefore),
    };
  };
}

const timeOf = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();
