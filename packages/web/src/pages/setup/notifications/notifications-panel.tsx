import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Destination, type DestinationOwner, destinationsQuery } from "../../../api/setup.js";
import { Section } from "../../../components/section.js";
import { useWords } from "../../../i18n/i18n.js";
import { ConfigsAsJson } from "./configs-as-json.js";
import { DestinationForm } from "./destination-form.js";
import { DestinationRow } from "./destination-row.js";
import { QuickAdd } from "./quick-add.js";

/** Who is notified of errors that bring no config: each destination added, tried, changed, paused and removed on its own. */
export function NotificationsPanel({ project }: { readonly project: string }) {
  const { setup: words } = useWords();
  const { data: destinations = [] } = useQuery(destinationsQuery(project));
  const others = destinations.filter(({ isSet, isOfAll }) => !isSet && !isOfAll);
  return (
    <DestinationsPanel project={project} title={words.notifications} note={words.notificationsNote}>
      {others.length > 0 && (
        <Folded title={words.otherDestinations(others.length)}>
          <Rows project={project} destinations={others} />
        </Folded>
      )}
      <Folded title={words.asJson}>
        <ConfigsAsJson project={project} />
      </Folded>
    </DestinationsPanel>
  );
}

interface DestinationsPanelProps {
  readonly project: DestinationOwner;
  readonly title: string;
  readonly note: string;
  readonly children?: React.ReactNode;
}

/** Those that are set for a project, or for all; where a project has none of its own, those of all. */
export function DestinationsPanel({ project, title, note, children }: DestinationsPanelProps) {
  const { setup: words } = useWords();
  const { data: destinations = [], isSuccess } = useQuery(destinationsQuery(project));
  const [isAdding, setAdding] = useState(false);
  const set = destinations.filter(({ isSet }) => isSet);
  const ofAll = destinations.filter(({ isSet, isOfAll }) => !isSet && isOfAll);
  const nothing = ofAll.length > 0 ? words.ofAllProjects : words.noDestinations;
  return (
    <Section
      title={title}
      note={note}
      actions={
        <button type="button" className="button" onClick={() => setAdding(true)}>
          {words.addDestination}
        </button>
      }
    >
      <QuickAdd project={project} />
      {isSuccess && set.length === 0 && (
        <p className="border-t border-line px-4 py-3 text-sm text-soft">{nothing}</p>
      )}
      <Rows project={project} destinations={[...set, ...ofAll]} />
      {children}
      {isAdding && <DestinationForm project={project} onClose={() => setAdding(false)} />}
    </Section>
  );
}

interface RowsProps {
  readonly project: DestinationOwner;
  readonly destinations: readonly Destination[];
}

const Rows = ({ project, destinations }: RowsProps) => (
  <ul className="divide-y divide-line border-t border-line empty:hidden">
    {destinations.map((destination) => (
      <DestinationRow key={destination.id} project={project} destination={destination} />
    ))}
  </ul>
);

const Folded = ({ title, children }: { readonly title: string; readonly children: React.ReactNode }) => (
  <details className="border-t border-line">
    <summary className="cursor-pointer px-4 py-3 text-sm font-medium">{title}</summary>
    {children}
  </details>
);
