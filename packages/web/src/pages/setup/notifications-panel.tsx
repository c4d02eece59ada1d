import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { type Destination, destinationsQuery, keepNotifications, sendTest } from "../../api/setup.js";
import { Section } from "../../parts/section.js";
import { useReason } from "../../parts/states.js";
import { useWords } from "../../words/words.js";
import { configsOf } from "./configs-of.js";
import { TestResult } from "./test-result.js";

const EXAMPLE = JSON.stringify(
  [{ type: "slack", endpoint: "https://hooks.slack.com/services/…", threshold: 10, notifyInterval: 10 }],
  null,
  2,
);

/** Who is told of errors that bring no config: kept sealed, tried out before, and how each destination does. */
export function NotificationsPanel({ project }: { readonly project: string }) {
  const { setup: words } = useWords();
  const { data: destinations = [] } = useQuery(destinationsQuery(project));
  return (
    <Section title={words.notifications} note={words.notificationsNote}>
      <Configs project={project} />
      <div className="border-t border-line px-4 py-3">
        <h3 className="mb-1.5 text-sm font-medium">{words.destinations}</h3>
        {destinations.length === 0 && <p className="text-sm text-soft">{words.noDestinations}</p>}
        <ul className="space-y-2">
          {destinations.map((destination) => (
            <Known key={destination.id} project={project} destination={destination} />
          ))}
        </ul>
      </div>
    </Section>
  );
}

function Configs({ project }: { readonly project: string }) {
  const { setup: words } = useWords();
  const client = useQueryClient();
  const id = useId();
  const [text, setText] = useState("");
  const configs = configsOf(text);
  const refresh = () => client.invalidateQueries({ queryKey: ["destinations", project] });
  const keeping = useMutation({
    mutationFn: (kept: readonly object[]) => keepNotifications(project, kept),
    onSuccess: refresh,
  });
  const testing = useMutation({
    mutationFn: (tried: readonly object[]) =>
      Promise.all(tried.map((config) => sendTest(project, { config }))),
  });
  const error = keeping.error ?? testing.error;
  const isWrong = text.trim() !== "" && configs === undefined;
  return (
    <div className="space-y-2 px-4 py-3">
      <label htmlFor={id} className="block text-sm font-medium">
        {words.config}
      </label>
      <textarea
        id={id}
        className="field min-h-32 font-mono text-xs"
        placeholder={EXAMPLE}
        aria-describedby={`${id}-hint`}
        aria-invalid={isWrong}
        value={text}
        onChange={(event) => setText(event.target.value)}
        spellCheck={false}
      />
      <p id={`${id}-hint`} className="text-xs text-soft">
        {words.configHint}
      </p>
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          className="button"
          disabled={!configs?.length || testing.isPending}
          onClick={() => configs && testing.mutate(configs)}
        >
          {testing.isPending ? words.sendingTest : words.sendTest}
        </button>
        <button
          type="button"
          className="button button-main"
          disabled={!configs || keeping.isPending}
          onClick={() => configs && keeping.mutate(configs)}
        >
          {words.saveConfig}
        </button>
      </div>
      <div role="status" className="space-y-1 text-sm">
        {isWrong && <p className="text-bad">{words.configWrong}</p>}
        {error && <Reason error={error} />}
        {testing.data?.map((tested) => (
          <TestResult key={tested.destination} tested={tested} />
        ))}
        {keeping.data && (
          <p className="text-good wrap-anywhere">
            {words.configsKept(
              keeping.data.notifications.map(({ label }) => label).join(", ") || words.noneKept,
            )}
          </p>
        )}
      </div>
    </div>
  );
}

const Reason = ({ error }: { readonly error: Error }) => (
  <p className="text-bad wrap-anywhere">{useReason(error)}</p>
);

interface KnownProps {
  readonly project: string;
  readonly destination: Destination;
}

function Known({ project, destination: { id, label, state, reason, held } }: KnownProps) {
  const { setup: words } = useWords();
  const testing = useMutation({ mutationFn: () => sendTest(project, { id }) });
  const isGood = state === "ok";
  return (
    <li className="text-sm">
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1 wrap-anywhere">
          {label}
          <span className={`block text-xs ${isGood ? "text-soft" : "text-bad"}`}>
            {[words.states[state], reason, held > 0 ? words.held(held) : ""].filter(Boolean).join(" · ")}
          </span>
        </span>
        <button
          type="button"
          className="button"
          disabled={testing.isPending}
          onClick={() => testing.mutate()}
        >
          {testing.isPending ? words.sendingTest : words.sendTest}
        </button>
      </div>
      <div role="status">
        {testing.error && <Reason error={testing.error} />}
        {testing.data && <TestResult tested={testing.data} />}
      </div>
    </li>
  );
}
