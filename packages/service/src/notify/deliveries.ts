import { formatTime } from "@faultline/core/time";
import * as z from "zod";
import { OWN_ROW, type Ports } from "../ports.js";
import { untilWritten } from "../table/compare-and-swap.js";
import { deliveriesPartition, sortableTime } from "../table/layout.js";
import { keptUntil } from "../table/retention.js";
import { CROSSED_MAX } from "./alert-of.js";
import { KINDS } from "./pending-notification.js";
import { rowWithTold } from "./told.js";

/** A decision about telling someone of an issue, and how it ended. */
export const Delivery = z.object({
  at: z.number(),
  region: z.string(),
  config: z.string(),
  destination: z.string(),
  kind: z.enum([...KINDS, "summary", "digest", "test"]),
  outcome: z.enum(["sent", "held", "failed"]),
  /** Why it was held back or failed; of a sent one, nothing or a remark. */
  reason: z.string().optional(),
  /** The counts it is about, the last two hundred. */
  counts: z.array(z.number()).optional(),
  reference: z.string().optional(),
  attempts: z.number().optional(),
});
export type Delivery = z.infer<typeof Delivery>;

type KeepPorts = Pick<Ports, "region" | "log" | "clock" | "ids" | "settings">;
type IssuePlace = { readonly project: string; readonly issue: string };

/** Keeps a decision, in the log, so that both regions show it; and, of what was sent, who knows of the issue now. */
export async function keepDelivery(
  ports: KeepPorts,
  place: IssuePlace,
  delivery: Omit<Delivery, "at" | "region">,
): Promise<void> {
  const at = ports.clock.now();
  const key = {
    pk: deliveriesPartition(place.project, place.issue),
    sk: `${sortableTime(at)}#${ports.region}#${ports.ids.unique()}`,
  };
  const counts = delivery.counts?.slice(-CROSSED_MAX);
  const item = { ...key, ...delivery, counts, at, region: ports.region, x: keptUntil(ports, at) };
  const { destination, reference } = delivery;
  if (delivery.outcome !== "sent") await ports.log.put(item, OWN_ROW);
  else
    await untilWritten(ports, async () =>
      ports.log.transact([
        { kind: "put", item, condition: OWN_ROW },
        await rowWithTold(ports, place, [{ destination, at, reference }]),
      ]),
    );
}

/** So many of an issue's decisions are looked at. */
const DECISIONS_MAX = 50;

/** Notes whom this region told of an issue while an earlier version kept only each delivery. May be done again. */
export async function noteToldBefore(ports: KeepPorts, place: IssuePlace): Promise<void> {
  const { deliveries } = await listDeliveries(ports, { ...place, limit: DECISIONS_MAX });
  const own = deliveries.filter(({ outcome, region }) => outcome === "sent" && region === ports.region);
  if (own.length === 0) return;
  const told = own.map(({ destination, at, reference }) => ({ destination, at, reference }));
  await untilWritten(ports, async () => ports.log.transact([await rowWithTold(ports, place, told)]));
}

interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  readonly next: string | undefined;
}

/** What was decided about an issue, newest first. `after` is the `next` of the page before. */
export async function listDeliveries(
  ports: Pick<Ports, "log">,
  {
    project,
    issue,
    limit,
    after,
  }: { project: string; issue: string; limit: number; after?: string | undefined },
): Promise<DeliveryPage> {
  const pk = deliveriesPartition(project, issue);
  const page = await ports.log.query({
    pk,
    order: "descending",
    limit,
    after: after === undefined ? undefined : { pk, sk: after },
  });
  return { deliveries: page.items.map((item) => Delivery.parse(item)), next: page.next?.sk };
}

export const renderDelivery = ({ at, ...rest }: Delivery) => ({ ...rest, at: formatTime(at) });
