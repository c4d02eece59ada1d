import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { linkedQuery } from "../../api/occurrences.js";
import { ApiError } from "../../api/request.js";
import type { Occurrence } from "../../api/types.js";
import { LevelBadge } from "../../components/level-badge.js";
import { Empty, Failed, Loading } from "../../components/states.js";
import { exactTime } from "../../format/time.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { Logo } from "../../shell/logo.js";
import { useTitle } from "../../shell/title.js";
import { Toaster } from "../../shell/toaster.js";
import { OccurrenceView } from "../issue/occurrence-view.js";
import { headline } from "../issue/stack-text.js";

/** One occurrence, for whoever was sent its link: without signing in, and without a way to anything else. */
export function LinkedPage() {
  const { linked: words } = useWords();
  const { token = "" } = useParams({ strict: false });
  const { data: occurrence, error, refetch } = useQuery(linkedQuery(token));
  useTitle(occurrence ? headline(occurrence) : words.title);
  return (
    <>
      <main className="mx-auto max-w-4xl space-y-5 px-3 py-6 sm:px-6">
        <p className="flex items-center gap-2 text-sm font-semibold">
          <Logo /> Faultline
        </p>
        {occurrence ? <Linked occurrence={occurrence} /> : <Waiting error={error} onRetry={refetch} />}
      </main>
      <Toaster />
    </>
  );
}

function Linked({ occurrence }: { readonly occurrence: Occurrence }) {
  const { linked: words } = useWords();
  const { language } = useSettings();
  return (
    <>
      <header className="space-y-2">
        <LevelBadge level={occurrence.level} isWritten />
        <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{headline(occurrence)}</h1>
        <p className="text-sm text-soft wrap-anywhere">
          {occurrence.project} · {exactTime(Date.parse(occurrence.timestamp), language)}
        </p>
        <p className="text-sm text-soft">{words.note}</p>
      </header>
      <OccurrenceView occurrence={occurrence} />
    </>
  );
}

function Waiting({ error, onRetry }: { readonly error: Error | null; readonly onRetry: () => void }) {
  const { linked: words } = useWords();
  const isOver = error instanceof ApiError && error.status === 404;
  return (
    <div className="panel">
      {!error && <Loading />}
      {error && isOver && <Empty icon="search" title={words.over} hint={words.overHint} />}
      {error && !isOver && <Failed error={error} onRetry={onRetry} />}
    </div>
  );
}
