import { useId } from "react";
import type { Guide, Setup } from "../../api/setup.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";
import { changeSettings, useSettings } from "../../settings/settings.js";
import { Arrival } from "./arrival.js";
import { GuideSteps } from "./guide-steps.js";
import { Snippets } from "./snippets.js";

const GROUPS = ["server", "client", "any"] as const;

/** From nothing to a first error, by language: the one chosen last comes first the next time. */
export function GuidesPanel({ setup }: { readonly setup: Setup }) {
  const { setup: words } = useWords();
  const { guide: last } = useSettings();
  const id = useId();
  const { guides } = setup;
  const chosen = guides.find((guide) => guide.id === last) ?? guides[0];
  if (!chosen) return null;
  return (
    <Section title={words.snippets} note={words.snippetsNote}>
      <div className="grid gap-2 border-b border-line px-4 py-3">
        {GROUPS.map((group) => (
          <Choices
            key={group}
            title={words.guideGroups[group]}
            guides={guides.filter((guide) => guide.group === group)}
            chosen={chosen}
            controls={id}
          />
        ))}
      </div>
      <section id={id} aria-label={chosen.title} className="px-4 py-3">
        <GuideSteps steps={chosen.steps} />
        <Arrival project={setup.project} />
      </section>
      <Snippets setup={setup} />
    </Section>
  );
}

interface ChoicesProps {
  readonly title: string;
  readonly guides: readonly Guide[];
  readonly chosen: Guide;
  readonly controls: string;
}

function Choices({ title, guides, chosen, controls }: ChoicesProps) {
  return (
    <fieldset aria-label={title} className="grid gap-x-2 sm:grid-cols-[9rem_1fr]">
      <span className="pt-2 text-xs text-soft" aria-hidden="true">
        {title}
      </span>
      {/* As even as can be: a flex box would leave the last ones alone in their line. */}
      <div className="text-balance">
        {guides.map((guide) => (
          <button
            key={guide.id}
            type="button"
            aria-pressed={guide === chosen}
            aria-controls={controls}
            onClick={() => changeSettings({ guide: guide.id })}
            className="mr-1 mb-1 min-h-8 rounded-md px-2.5 text-sm font-medium text-soft hover:bg-hover hover:text-ink aria-pressed:bg-accent-wash aria-pressed:text-ink"
          >
            {guide.title}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
