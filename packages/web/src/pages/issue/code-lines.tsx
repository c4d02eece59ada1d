import { useEffect, useState } from "react";
import type { Frame } from "../../api/issue-types.js";
import { Scroller } from "../../components/scroller.js";
import type { Token } from "./highlight.js";
import { placeOf } from "./stack-text.js";

/** The code around a call, the line of the call marked; coloured as soon as its language's grammar is there. */
export function CodeLines({ frame }: { readonly frame: Frame }) {
  const { code = {}, line } = frame;
  const lines = Object.entries(code).sort(([a], [b]) => Number(a) - Number(b));
  const coloured = useColours(
    frame.file,
    lines.map(([, text]) => text),
  );
  // What a client sent as one line may be several.
  const isSplitAlike = coloured?.length === lines.length;
  return (
    <Scroller label={placeOf(frame)} className="border-t border-line bg-sunken py-1.5">
      <pre className="w-fit min-w-full font-mono text-xs leading-5">
        {lines.map(([number, text], place) => (
          <div
            key={number}
            aria-current={Number(number) === line ? "location" : undefined}
            className="flex min-w-fit px-4 aria-[current]:bg-bad-wash aria-[current]:font-semibold"
          >
            <span className="mr-4 w-10 shrink-0 text-right text-soft select-none">
              {Number(number) === line ? `› ${number}` : number}
            </span>
            <span className="whitespace-pre">
              <Tokens tokens={(isSplitAlike && coloured[place]) || [{ text }]} />
            </span>
          </div>
        ))}
      </pre>
    </Scroller>
  );
}

const Tokens = ({ tokens }: { readonly tokens: readonly Token[] }) =>
  tokens.map(({ text, kind }, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line never changes its order
    <span key={place} className={kind && `code-${kind}`}>
      {text}
    </span>
  ));

function useColours(file: string | undefined, lines: readonly string[]) {
  const [coloured, setColoured] = useState<readonly (readonly Token[])[]>();
  const code = lines.join("\n");
  useEffect(() => {
    let isWanted = true;
    // Without its grammar, which a network may not bring, code is as readable as plain text.
    coloursOf(file, code).then(
      (tokens) => isWanted && setColoured(tokens),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [file, code]);
  return coloured;
}

async function coloursOf(file: string | undefined, code: string) {
  const { highlight, languageOf } = await import("./highlight.js");
  const language = languageOf(file);
  return language && highlight(code, language);
}
