import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Destination, destinationsQuery } from "../../../api/setup.js";
import { Section } from "../../../components/section.js";
import { useWords } from "../../../i18n/i18n.js";
import { ConfigsAsJson } from "./configs-as-json.js";
import { DestinationForm } from "./destination-form.js";
import { DestinationRow } from "./destination-row.js";
import { QuickAdd } from "./quick-add.js";

/** Who is notified of errors that bring no config: each destination added, tried, changed, paused and removed on its own. */
export function NotificationsPanel({ project }: { readonly project: string }) {
  const { setup: words } = useWords();
  const { data: destinations = [], isSuccess } = useQuery(destinationsQuery(project));
  const [isAdding, setAdding] = useState(false);
  const set = destinations.filter(({ isSet }) => isSet);
  const others = destinations.filter(({ isSet }) => !isSet);
  return (
    <Section
      title={words.notifications}
      note={words.notificationsNote}
      actions={
        <button type="button" className="button" onClick={() => setAdding(true)}>
          {words.addDestination}
        </button>
      }
    >
      <QuickAdd project={project} />
      {isSuccess && set.length === 0 && (
        <p className="border-t border-line px-4 py-3 text-sm text-soft">{words.noDestinations}</p>
      )}
      <Rows project={project} destinations={set} />
      {others.length > 0 && (
        <Folded title={words.otherDestinations(others.length)}>
          <Rows project={project} destinations={others} />
        </Folded>
      )}
      <Folded title={words.asJson}>
        <ConfigsAsJson project={project} />
      </Folded>
      {isAdding && <DestinationForm project={project} onClose={() => setAdding(false)} />}
    </Section>
  );
}

interface RowsProps {
  readonly project: string;
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
