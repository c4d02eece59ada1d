import type { Guide } from "../../api/setup.js";
import { CopyButton } from "../../components/copy-button.js";
import { useWords } from "../../i18n/i18n.js";

type Step = Guide["steps"][number];

/** The steps of a guide in order, those that do the same under one heading. */
export function GuideSteps({ steps }: { readonly steps: readonly Step[] }) {
  const { setup: words } = useWords();
  return (
    <ol className="grid gap-4">
      {headed(steps).map(({ does, parts }, place) => (
        <li key={does} className="grid grid-cols-[1.75rem_1fr] gap-x-2">
          <span
            aria-hidden="true"
            className="grid size-6 place-items-center rounded-full bg-sunken text-xs font-semibold"
          >
            {place + 1}
          </span>
          <div className="min-w-0 space-y-2">
            <h3 className="pt-0.5 text-sm font-medium">{words.guideSteps[does]}</h3>
            {parts.map((part) => (
              <Code key={`${part.file} ${part.code}`} {...part} />
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Code({ file, code }: Step) {
  const { setup: words } = useWords();
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      <div className="flex items-center justify-between gap-2 border-b border-line py-0.5 pr-1 pl-3">
        <span className={`text-xs text-soft wrap-anywhere ${file ? "font-mono" : ""}`}>
          {file ?? words.terminal}
        </span>
        <CopyButton text={() => code} label={words.copySnippet} className="button button-quiet" />
      </div>
      <pre className="bg-sunken p-3 font-mono text-[0.8125rem] leading-5 whitespace-pre-wrap wrap-anywhere">
        {code}
      </pre>
    </div>
  );
}

function headed(steps: readonly Step[]): { does: Step["does"]; parts: Step[] }[] {
  const groups = new Map<Step["does"], Step[]>();
  for (const step of steps) groups.set(step.does, [...(groups.get(step.does) ?? []), step]);
  return [...groups].map(([does, parts]) => ({ does, parts }));
}
