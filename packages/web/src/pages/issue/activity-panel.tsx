import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { type ActivityLine, activityQuery, type Comment, commentsQuery } from "../../api/activity.js";
import { liveIssueQuery, type OccurrenceRef } from "../../api/occurrences.js";
import { useMay } from "../../api/session.js";
import { Section } from "../../components/section.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useByName } from "../../components/use-by-name.js";
import { exactTime } from "../../format/time.js";
import { useWords, type Words } from "../../i18n/i18n.js";
import { isEndless } from "../../mute/mute-of.js";
import { useSettings } from "../../settings/settings.js";
import { CommentForm } from "./comment-form.js";

// The reader of Markdown is only loaded where somebody said something.
const CommentView = lazy(() =>
  import("./comment-view.js").then(({ CommentView }) => ({ default: CommentView })),
);

type Entry = ({ readonly comment: Comment } | { readonly line: ActivityLine }) & { readonly at: string };

/** What happened to an issue and what people say about it, the latest first. */
export function ActivityPanel({ place }: { readonly place: OccurrenceRef }) {
  const { activity: words } = useWords();
  const { triage } = useMay();
  const { data, isPending, hasNextPage, fetchNextPage } = useInfiniteQuery(activityQuery(place));
  const { data: comments = [] } = useQuery(commentsQuery(place));
  const lines = data?.pages.flatMap((page) => page.activity) ?? [];
  // Comments from before the lines that are shown come with those.
  const since = hasNextPage ? (lines.at(-1)?.at ?? "") : "";
  const entries = entriesOf(lines, comments).filter(({ at }) => at >= since);
  return (
    <Section title={words.title}>
      {triage && <CommentForm place={place} />}
      {isPending && <div data-loading className="h-15" />}
      <ol className={`divide-y divide-line ${triage ? "border-t border-line" : ""}`}>
        {entries.map((entry) => (
          <li key={"comment" in entry ? entry.comment.id : entry.line.id} className="px-4 py-2.5 text-sm">
            {"comment" in entry ? (
              <Suspense fallback={<div data-loading className="h-12" />}>
                <CommentView place={place} comment={entry.comment} />
              </Suspense>
            ) : (
              <Line place={place} line={entry.line} />
            )}
          </li>
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

const entriesOf = (lines: readonly ActivityLine[], comments: readonly Comment[]): readonly Entry[] =>
  [
    ...lines.map((line): Entry => ({ line, at: line.at })),
    ...comments.map((comment): Entry => ({ comment, at: comment.at })),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));

function Line({ place, line }: { readonly place: OccurrenceRef; readonly line: ActivityLine }) {
  const { activity: words } = useWords();
  const { language } = useSettings();
  const byName = useByName();
  const other = useTitle(place, line.issue);
  const time = (at: string): string => exactTime(Date.parse(at), language);
  return (
    <>
      <p className="wrap-anywhere">
        {line.by && <span className="font-medium">{byName(line.by)} </span>}
        {SENTENCES[line.did]({ ...line, issue: other }, words, time)}
      </p>
      <p className="text-xs text-soft wrap-anywhere">
        <TimeAgo at={line.at} />
        {line.why && ` · ${line.why}`}
      </p>
    </>
  );
}

/** What another issue of the project is called; its id while that is not known, or where it is gone. */
function useTitle(place: OccurrenceRef, issue: string | undefined): string | undefined {
  const { data } = useQuery({
    ...liveIssueQuery({ ...place, issue: issue ?? "" }),
    enabled: issue !== undefined,
    refetchInterval: false,
  });
  return data?.title ?? issue;
}

type Sentence = (line: ActivityLine, words: Words["activity"], time: (at: string) => string) => string;

const SENTENCES: Readonly<Record<ActivityLine["did"], Sentence>> = {
  "first-seen": ({ release }, words) => (release ? words.firstSeenIn(release) : words.firstSeen),
  regressed: ({ release }, words) => (release ? words.regressedIn(release) : words.regressed),
  resolved: ({ release, after }, words) => {
    if (!release) return words.resolved;
    return after ? words.resolvedAfter(release) : words.resolvedIn(release);
  },
  unresolved: (_, words) => words.reopened,
  ignored: (_, words) => words.ignored,
  muted: ({ mute }, words, time) =>
    mute && "until" in mute && !isEndless(mute.until) ? words.mutedUntil(time(mute.until)) : words.muted,
  unmuted: (_, words) => words.unmuted,
  assigned: ({ to }, words) => (to ? words.assigned(to) : words.unassigned),
  deleted: (_, words) => words.deleted,
  merged: ({ issue = "" }, words) => words.merged(issue),
  "merged-into": ({ issue = "" }, words) => words.mergedInto(issue),
  unmerged: ({ issue = "" }, words) => words.unmerged(issue),
  "unmerged-from": ({ issue = "" }, words) => words.unmergedFrom(issue),
};
