import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { keepNotifications, sendTest } from "../../../api/setup.js";
import { useReason } from "../../../components/states.js";
import { useWords } from "../../../i18n/i18n.js";
import { configsOf } from "./configs-of.js";
import { TestResult } from "./test-result.js";

const EXAMPLE = JSON.stringify(
  [{ type: "slack", endpoint: "https://hooks.slack.com/services/…", threshold: 10, notifyInterval: 10 }],
  null,
  2,
);

/** All destinations as the list a POST would bring: for who knows the settings by name. */
export function ConfigsAsJson({ project }: { readonly project: string }) {
  const { setup: words } = useWords();
  const id = useId();
  const [text, setText] = useState("");
  const isWrong = text.trim() !== "" && configsOf(text) === undefined;
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
      {isWrong && (
        <p role="alert" className="text-sm text-bad">
          {words.configWrong}
        </p>
      )}
      <TryOrKeep project={project} configs={configsOf(text)} />
    </div>
  );
}

interface TryOrKeepProps {
  readonly project: string;
  /** Undefined while what is written is no list of configs. */
  readonly configs: readonly object[] | undefined;
}

function TryOrKeep({ project, configs }: TryOrKeepProps) {
  const { setup: words } = useWords();
  const { keeping, testing } = useTryOrKeep(project);
  const error = keeping.error ?? testing.error;
  return (
    <>
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
        {error && <Reason error={error} />}
        {testing.data?.map((tested) => (
          <TestResult key={tested.destination} tested={tested} />
        ))}
        {keeping.data && <Kept labels={keeping.data.notifications.map(({ label }) => label)} />}
      </div>
    </>
  );
}

function useTryOrKeep(project: string) {
  const client = useQueryClient();
  const keeping = useMutation({
    mutationFn: (kept: readonly object[]) => keepNotifications(project, kept),
    onSuccess: () => client.invalidateQueries({ queryKey: ["destinations"] }),
  });
  const testing = useMutation({
    mutationFn: (tried: readonly object[]) =>
      Promise.all(tried.map((config) => sendTest(project, { config }))),
  });
  return { keeping, testing };
}

function Kept({ labels }: { readonly labels: readonly string[] }) {
  const { setup: words } = useWords();
  return <p className="text-good wrap-anywhere">{words.configsKept(labels.join(", ") || words.noneKept)}</p>;
}

const Reason = ({ error }: { readonly error: Error }) => (
  <p className="text-bad wrap-anywhere">{useReason(error)}</p>
);
