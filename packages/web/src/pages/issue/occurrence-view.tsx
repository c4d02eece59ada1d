import type { Occurrence } from "../../api/types.js";
import { CopyButton } from "../../components/copy-button.js";
import { Later } from "../../components/later.js";
import { Section } from "../../components/section.js";
import { exactTime } from "../../format/time.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { Breadcrumbs } from "./breadcrumbs.js";
import { browserName } from "./browser-name.js";
import { curlOf } from "./curl.js";
import { Stack } from "./stack.js";
import { present, Values, ValuesSection } from "./values.js";

/** Everything one event tells, what matters most first. */
export function OccurrenceView({ occurrence }: { readonly occurrence: Occurrence }) {
  const { issue: words } = useWords();
  const { tags, contexts, extra, user, sdk, raw } = occurrence;
  return (
    <div className="space-y-4">
      <Message occurrence={occurrence} />
      <Stack occurrence={occurrence} />
      <Later>
        <Breadcrumbs occurrence={occurrence} />
        <RequestSection occurrence={occurrence} />
      </Later>
      <Later>
        <ValuesSection title={words.user} values={user} />
        <ValuesSection title={words.tags} values={tags} />
        <About occurrence={occurrence} />
      </Later>
      {/* What stands below waits out of sight, or it would be seen to be pushed away. */}
      <Later meanwhile={<div data-loading className="min-h-screen" />}>
        <ValuesSection title={words.contexts} values={contexts} />
        <ValuesSection title={words.extra} values={extra} />
        <ValuesSection title={words.sdk} values={sdk} />
        <ValuesSection title={words.raw} values={raw === undefined ? undefined : { raw }} />
      </Later>
    </div>
  );
}

/** For an event without a stack, its message is all there is. */
function Message({ occurrence: { message, exceptions } }: { readonly occurrence: Occurrence }) {
  const { issue: words } = useWords();
  if (exceptions.length > 0) return null;
  return (
    <Section title={words.message}>
      <p className="px-4 py-3 whitespace-pre-wrap wrap-anywhere">{message}</p>
    </Section>
  );
}

function RequestSection({ occurrence: { request } }: { readonly occurrence: Occurrence }) {
  const { issue: words } = useWords();
  if (!request) return null;
  const { method, url, query, headers, body, ip, userAgent } = request;
  const rows = present([
    ["URL", [method, url].filter(Boolean).join(" ")],
    [words.query, query],
    [words.browser, browserName(userAgent)],
    ["User-Agent", userAgent],
    ["IP", ip],
    [words.headers, headers && Object.keys(headers).length > 0 ? headers : undefined],
    [words.body, body],
  ]);
  if (rows.length === 0) return null;
  return (
    <Section
      title={words.request}
      actions={url && <CopyButton text={() => curlOf({ ...request, url })} label={words.copyCurl} />}
    >
      <Values rows={rows} />
    </Section>
  );
}

function About({ occurrence }: { readonly occurrence: Occurrence }) {
  const { issue: words } = useWords();
  const { language } = useSettings();
  const { release, environment, platform, transaction, serverName, handled } = occurrence;
  const rows = present([
    [words.release, release],
    [words.environment, environment],
    [words.transaction, transaction],
    [words.server, serverName],
    [words.platform, platform],
    [words.handled, handled === undefined ? undefined : handled ? words.yes : words.no],
    [words.region, occurrence.region],
    [words.eventId, occurrence.id],
    [words.received, exactTime(Date.parse(occurrence.receivedAt), language)],
  ]);
  return (
    <Section title={words.about}>
      <Values rows={rows} />
    </Section>
  );
}
