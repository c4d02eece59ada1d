import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { type AuditLine, auditAsLines, auditQuery } from "../../api/audit.js";
import { MoreItem } from "../../components/more-item.js";
import { Section } from "../../components/section.js";
import { Failed, Loading } from "../../components/states.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useByName } from "../../components/use-by-name.js";
import { useWords } from "../../i18n/i18n.js";

/** What was changed, by whom, from where; saved as a file if need be. */
export function AuditPanel() {
  const { access: words } = useWords();
  const saving = useMutation({
    mutationFn: auditAsLines,
    onSuccess: (text) => save("faultline-audit.jsonl", text),
  });
  return (
    <Section
      title={words.audit}
      note={words.auditNote}
      actions={
        <button type="button" className="button" disabled={saving.isPending} onClick={() => saving.mutate()}>
          {words.save}
        </button>
      }
    >
      {saving.error && (
        <p role="alert" className="px-4 py-2 text-sm text-bad">
          {saving.error.message}
        </p>
      )}
      <Lines />
    </Section>
  );
}

function Lines() {
  const { access: words } = useWords();
  const list = useInfiniteQuery(auditQuery);
  const { data, error, refetch } = list;
  if (!data) return error ? <Failed error={error} onRetry={refetch} /> : <Loading rows={4} />;
  const lines = data.pages.flatMap((page) => page.lines);
  return (
    <ol aria-label={words.audit} className="divide-y divide-line text-sm">
      {lines.length === 0 && <li className="px-4 py-3 text-soft">{words.noAudit}</li>}
      {lines.map((line) => (
        <Row key={`${line.at} ${line.region} ${line.did} ${line.path}`} line={line} />
      ))}
      <MoreItem {...list} />
    </ol>
  );
}

function Row({
  line: { at, by, did, path, detail, from, agent, region, status },
}: {
  readonly line: AuditLine;
}) {
  const { access: words } = useWords();
  const byName = useByName();
  const [method = ""] = did.split(" ");
  const isRefused = status === undefined || status >= 400;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2">
      <span className="min-w-0 flex-1 basis-96 wrap-anywhere">
        <span className="font-medium">{byName(by)}</span>{" "}
        <code className="font-mono text-xs">
          {method} {path}
        </code>
        {isRefused && <span className="text-xs text-bad"> {status ?? words.unknownEnd}</span>}
        {detail !== undefined && (
          <code className="block font-mono text-xs text-soft">{JSON.stringify(detail)}</code>
        )}
      </span>
      <span className="text-xs text-soft wrap-anywhere" title={agent}>
        {from} · {region} · <TimeAgo at={at} />
      </span>
    </li>
  );
}

function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
