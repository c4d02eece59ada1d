import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Delivery } from "../../api/issue-types.js";
import { deliveriesQuery, type OccurrenceRef } from "../../api/occurrences.js";
import { useMay } from "../../api/session.js";
import { Icon, type IconName } from "../../components/icon.js";
import { Section } from "../../components/section.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords, type Words } from "../../i18n/i18n.js";

/** Who was told of the issue, who was not, and why. */
export function DeliveriesPanel({ place }: { readonly place: OccurrenceRef }) {
  const { issue: words } = useWords();
  const { triage } = useMay();
  const { data, isPending, isError, hasNextPage, fetchNextPage } = useInfiniteQuery(deliveriesQuery(place));
  const deliveries = data?.pages.flatMap((page) => page.deliveries);
  if (isError && !deliveries) return null;
  return (
    <Section title={words.notifications}>
      {isPending && <div data-loading className="h-21" />}
      {deliveries?.length === 0 && (
        <p className="px-4 py-3 text-sm text-soft">
          {words.nobodyTold}{" "}
          {triage && (
            <Link
              to="/projects/$project/setup"
              params={{ project: place.project }}
              className="font-medium text-accent underline underline-offset-2"
            >
              {words.setUpNotifications}
            </Link>
          )}
        </p>
      )}
      <ol className="divide-y divide-line">
        {deliveries?.map((delivery) => (
          <Row
            key={`${delivery.at}${delivery.config}${delivery.kind}${delivery.outcome}`}
            delivery={delivery}
          />
        ))}
      </ol>
      {hasNextPage && (
        <button type="button" className="button button-quiet m-2" onClick={() => fetchNextPage()}>
          {words.more}
        </button>
      )}
    </Section>
  );
}

const LOOKS: Readonly<Record<Delivery["outcome"], { readonly icon: IconName; readonly className: string }>> =
  {
    sent: { icon: "check", className: "bg-good-wash text-good" },
    held: { icon: "pause", className: "bg-sunken text-soft" },
    failed: { icon: "warn", className: "bg-bad-wash text-bad" },
    pending: { icon: "play", className: "bg-note-wash text-note" },
  };

function Row({ delivery }: { readonly delivery: Delivery }) {
  const { issue: words } = useWords();
  const { icon, className } = LOOKS[delivery.outcome];
  return (
    <li className="flex gap-3 px-4 py-2.5 text-sm">
      <span className={`mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full ${className}`}>
        <Icon name={icon} className="size-3" />
      </span>
      <div className="min-w-0">
        <p className="wrap-anywhere">{sentence(delivery, words)}</p>
        <p className="text-xs text-soft wrap-anywhere">
          <TimeAgo at={delivery.at} /> · {delivery.region}
          {isTicket(delivery.reference) && ` · ${delivery.reference}`}
          {(delivery.attempts ?? 0) > 1 && ` · ${words.attempts(delivery.attempts ?? 0)}`}
        </p>
      </div>
    </li>
  );
}

/** What cannot be referred to again says only that it was told. */
const isTicket = (reference: string | undefined): boolean => reference !== undefined && reference !== "told";

/** `Told slack #errors about the first event.`, with the reason where there is one. */
function sentence(delivery: Delivery, words: Words["issue"]): string {
  const { kind, outcome, destination, counts = [], reason } = delivery;
  const about =
    kind === "count" && counts.length > 0
      ? words.about_counts(list(counts))
      : (words.aboutKinds[kind] ?? kind);
  const told = words.outcomes[outcome](destination, about);
  return reason === undefined ? told : `${told} ${words.because(words.reason(reason))}`;
}

const COUNTS_SHOWN = 6;

function list(counts: readonly number[]): string {
  if (counts.length <= COUNTS_SHOWN) return counts.join(", ");
  return `${counts.slice(0, 3).join(", ")} … ${counts.slice(-2).join(", ")}`;
}
