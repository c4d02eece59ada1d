import type { Frame } from "../../api/issue-types.js";
import { Disclosure } from "../../components/disclosure.js";
import { useWords } from "../../i18n/i18n.js";
import { CodeLines } from "./code-lines.js";
import { placeOf } from "./stack-text.js";
import { Values } from "./values.js";

interface FrameRowProps {
  readonly frame: Frame;
  readonly isOpen: boolean;
}

/** One call: where it is, the code around it when the client sent it or a source map had it, and its variables. */
export function FrameRow({ frame, isOpen }: FrameRowProps) {
  const { code, vars } = frame;
  if (!code && !vars)
    return (
      <li className="border-b border-line py-2 pr-4 pl-9 last:border-0">
        <Where frame={frame} />
      </li>
    );
  return (
    <li className="border-b border-line last:border-0">
      <Disclosure line={<Where frame={frame} />} isOpen={isOpen} className="py-2">
        {code && <CodeLines frame={frame} />}
        {vars && <Variables vars={vars} />}
      </Disclosure>
    </li>
  );
}

/** Node says `?` or `<anonymous>` of a function without a name. */
const functionName = ({ function: name }: Frame): string | undefined =>
  name === "?" || name === "<anonymous>" ? undefined : name;

function Where({ frame }: { readonly frame: Frame }) {
  const { issue: words } = useWords();
  return (
    <span
      className={`inline-flex min-w-0 flex-wrap items-baseline gap-x-2 ${frame.inApp ? "" : "text-soft"}`}
    >
      <span className="font-mono text-[0.8125rem] font-medium wrap-anywhere">
        {functionName(frame) ?? words.noFunction}
      </span>
      <span className="font-mono text-xs text-soft wrap-anywhere">{placeOf(frame)}</span>
      {frame.inApp && (
        <span className="rounded-sm bg-accent-wash px-1 text-[0.6875rem] font-medium text-accent">
          {words.ownCode}
        </span>
      )}
    </span>
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
