import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { ApiKey } from "../../api/issue-types.js";
import { createKey, keysQuery, revokeKey } from "../../api/setup.js";
import { CopyButton } from "../../components/copy-button.js";
import { Field } from "../../components/form.js";
import { Revocation } from "../../components/revocation.js";
import { Section } from "../../components/section.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";

/** A project's keys: made and shown once, listed without themselves, revoked. */
export function KeysPanel({ project }: { readonly project: string }) {
  const { setup: words } = useWords();
  const { data: keys = [], isSuccess } = useQuery(keysQuery(project));
  const [revoking, setRevoking] = useState<ApiKey>();
  return (
    <Section title={words.keys} note={words.keysNote}>
      <NewKey project={project} />
      <ul className="divide-y divide-line border-t border-line text-sm">
        {isSuccess && keys.length === 0 && <li className="px-4 py-3 text-soft">{words.noKeys}</li>}
        {keys.map((key) => (
          <li key={key.id} className="flex items-center gap-3 px-4 py-2">
            <span className="min-w-0 flex-1 wrap-anywhere">
              {key.label || words.unnamed}
              <span className="block text-xs text-soft">
                <span className="font-mono">{key.hint}</span> · {words.keyCreated}{" "}
                <TimeAgo at={key.createdAt} />
              </span>
            </span>
            <button type="button" className="button button-quiet text-bad" onClick={() => setRevoking(key)}>
              {words.revoke}
            </button>
          </li>
        ))}
      </ul>
      {revoking && <Revoke project={project} apiKey={revoking} onClose={() => setRevoking(undefined)} />}
    </Section>
  );
}

function NewKey({ project }: { readonly project: string }) {
  const { setup: words } = useWords();
  const client = useQueryClient();
  const [label, setLabel] = useState("");
  const creation = useMutation({
    mutationFn: (typed: string) => createKey(project, typed),
    onSuccess: () => {
      setLabel("");
      return client.invalidateQueries({ queryKey: ["keys", project] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    creation.mutate(label.trim());
  };
  return (
    <form onSubmit={submit} className="space-y-3 px-4 py-3">
      <div className="flex items-start gap-2">
        <div className="flex-1">
          <Field
            label={words.keyLabel}
            value={label}
            onChange={setLabel}
            maxLength={100}
            error={creation.error?.message}
          />
        </div>
        <button type="submit" className="button mt-[1.6rem] min-h-9" disabled={creation.isPending}>
          {words.createKey}
        </button>
      </div>
      {creation.data && (
        <div role="status" className="rounded-lg bg-good-wash p-3 text-sm">
          <p className="font-medium">{words.keyOnce}</p>
          <p className="mt-1 flex flex-wrap items-center gap-2">
            <code className="font-mono wrap-anywhere">{creation.data.key}</code>
            <CopyButton text={() => creation.data.key} />
          </p>
        </div>
      )}
    </form>
  );
}

interface RevokeProps {
  readonly project: string;
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

function Revoke({ project, apiKey, onClose }: RevokeProps) {
  const { setup: words } = useWords();
  return (
    <Revocation
      title={words.revokeTitle(apiKey.label || apiKey.hint)}
      text={words.revokeText}
      word={words.revokeWord}
      submit={words.revoke}
      revoke={() => revokeKey(project, apiKey.id)}
      changes={["keys", project]}
      onClose={onClose}
    />
  );
}
