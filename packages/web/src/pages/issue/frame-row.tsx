import type { Frame } from "../../api/issue-types.js";
import { Scroller } from "../../components/scroller.js";
import { useWords } from "../../i18n/i18n.js";
import { placeOf } from "./stack-text.js";
import { Values } from "./values.js";

interface FrameRowProps {
  readonly frame: Frame;
  readonly isOwn: boolean;
  readonly isOpen: boolean;
}

/** One call: where it is, the code around it when the client sent it or a source map had it, and its variables. */
export function FrameRow({ frame, isOwn, isOpen }: FrameRowProps) {
  const { code, vars } = frame;
  if (!code && !vars)
    return (
      <li className="border-b border-line px-4 py-2 last:border-0">
        <Where frame={frame} isOwn={isOwn} />
      </li>
    );
  return (
    <li className="border-b border-line last:border-0">
      <details open={isOpen}>
        <summary className="cursor-pointer px-4 py-2 hover:bg-hover">
          <Where frame={frame} isOwn={isOwn} />
        </summary>
        {code && <Code frame={frame} />}
        {vars && <Variables vars={vars} />}
      </details>
    </li>
  );
}

function Where({ frame, isOwn }: { readonly frame: Frame; readonly isOwn: boolean }) {
  const { issue: words } = useWords();
  return (
    <span className={`inline-flex max-w-full flex-wrap items-baseline gap-x-2 ${isOwn ? "" : "text-soft"}`}>
      <span className="font-mono text-[0.8125rem] font-medium wrap-anywhere">
        {frame.function ?? words.noFunction}
      </span>
      <span className="font-mono text-xs text-soft wrap-anywhere">{placeOf(frame)}</span>
      {isOwn && (
        <span className="rounded-sm bg-accent-wash px-1 text-[0.6875rem] font-medium text-accent">
          {words.ownCode}
        </span>
      )}
    </span>
  );
}

function Code({ frame }: { readonly frame: Frame }) {
  const { code = {}, line } = frame;
  const lines = Object.entries(code).sort(([a], [b]) => Number(a) - Number(b));
  return (
    <Scroller label={placeOf(frame)} className="border-t border-line bg-sunken py-1.5">
      <pre className="w-fit min-w-full font-mono text-xs leading-5">
        {lines.map(([number, text]) => (
          <div
            key={number}
            aria-current={Number(number) === line ? "location" : undefined}
            className="flex min-w-fit px-4 aria-[current]:bg-bad-wash aria-[current]:font-semibold"
          >
            <span className="mr-4 w-10 shrink-0 text-right text-soft select-none">
              {Number(number) === line ? `› ${number}` : number}
            </span>
            <span className="whitespace-pre">{text}</span>
          </div>
        ))}
      </pre>
    </Scroller>
  );
}

function Variables({ vars }: { readonly vars: Readonly<Record<string, unknown>> }) {
  const { issue: words } = useWords();
  return (
    <div className="border-t border-line">
      <h4 className="px-4 pt-2 text-xs font-medium text-soft">{words.variables}</h4>
      <Values rows={Object.entries(vars)} />
    </div>
  );
}
