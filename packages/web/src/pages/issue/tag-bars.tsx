import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Tag } from "../../api/issue-types.js";
import { type OccurrenceRef, tagsQuery } from "../../api/occurrences.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";

/** How often the latest events had which value. Tags that differ in every event tell nothing, and are left out. */
export function TagBars({ place }: { readonly place: OccurrenceRef }) {
  const { issue: words } = useWords();
  const { data } = useQuery(tagsQuery(place));
  if (!data) return null;
  const telling = data.tags.filter((tag) => !isUnique(tag, data.over));
  if (telling.length === 0) return null;
  return (
    <Section title={words.distribution} note={words.overLatest(data.over)}>
      <div className="space-y-4 px-4 py-3">
        {telling.map((tag) => (
          <Distribution key={tag.name} tag={tag} over={data.over} project={place.project} />
        ))}
      </div>
    </Section>
  );
}

const isUnique = ({ values, others }: Tag, over: number): boolean =>
  over > 3 && others > 0 && (values[0]?.count ?? 0) === 1;

interface DistributionProps {
  readonly tag: Tag;
  readonly over: number;
  readonly project: string;
}

const SHOWN = 4;

function Distribution({ tag: { name, values, others }, over, project }: DistributionProps) {
  const { issue: words } = useWords();
  const shown = values.slice(0, SHOWN);
  const rest = others + values.slice(SHOWN).reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="text-sm">
      <h3 className="mb-1 font-mono text-xs font-medium text-soft wrap-anywhere">{name}</h3>
      <ul className="space-y-1">
        {shown.map(({ value, count }) => (
          <li key={value}>
            <Value name={name} value={value} project={project}>
              <Bar value={value} share={count / Math.max(1, over)} />
            </Value>
          </li>
        ))}
        {rest > 0 && (
          <li>
            <Bar value={words.others} share={rest / Math.max(1, over)} isSoft />
          </li>
        )}
      </ul>
    </div>
  );
}

interface ValueProps {
  readonly name: string;
  readonly value: string;
  readonly project: string;
  readonly children: ReactNode;
}

/** Leads to the issues that have the value. Which region accepted an event is no part of it, and nobody searches for nothing. */
function Value({ name, value, project, children }: ValueProps) {
  const { issue: words } = useWords();
  if (name === "region" || value === "") return children;
  return (
    <Link
      to="/projects/$project"
      params={{ project }}
      search={{ status: "all", query: termOf(name, value) }}
      className="block rounded-sm hover:bg-hover"
      title={words.searchFor(`${name}:${value}`)}
    >
      {children}
    </Link>
  );
}

function Bar({
  value,
  share,
  isSoft = false,
}: {
  readonly value: string;
  readonly share: number;
  readonly isSoft?: boolean;
}) {
  return (
    <span className="relative flex items-baseline justify-between gap-3 px-1.5 py-0.5">
      <svg
        className="absolute inset-0 size-full"
        viewBox="0 0 100 1"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect
          width={Math.max(1, share * 100)}
          height="1"
          className={isSoft ? "fill-sunken" : "fill-accent-wash"}
        />
      </svg>
      <span className={`relative min-w-0 truncate ${isSoft ? "text-soft" : ""}`}>
        {value === "" ? "—" : value}
      </span>
      <span className="relative text-xs text-soft tabular-nums">{Math.round(share * 100)}%</span>
    </span>
  );
}

const NAMES: ReadonlyMap<string, string> = new Map([["environment", "env"]]);

/** The same as a term of the search. */
const termOf = (name: string, value: string): string =>
  `${NAMES.get(name) ?? name}:${/^[\w.@/-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`}`;
