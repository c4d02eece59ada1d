import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { projectsQuery } from "../../api/projects.js";
import { createToken, SCOPES, type Scope } from "../../api/tokens.js";
import { CopyButton } from "../../components/copy-button.js";
import { Choice, Field } from "../../components/form.js";
import { useWords } from "../../i18n/i18n.js";

const DAY = 86_400_000;
/** Days until a token ends; 0: never. */
const LIVES = [30, 90, 365, 0] as const;

/** Asks what a token is for, makes it, and shows it once. */
export function NewToken() {
  const { access: words } = useWords();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [project, setProject] = useState("");
  const [days, setDays] = useState(90);
  const creation = useMutation({
    mutationFn: createToken,
    onSuccess: () => {
      setName("");
      return client.invalidateQueries({ queryKey: ["tokens"] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    creation.mutate({
      name: name.trim(),
      scopes,
      project: project || undefined,
      expiresAt: days === 0 ? undefined : new Date(Date.now() + days * DAY).toISOString(),
    });
  };
  return (
    <form onSubmit={submit} className="space-y-3 px-4 py-3">
      <Scopes chosen={scopes} onChoose={setScopes} />
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label={words.purpose} value={name} onChange={setName} maxLength={100} />
        <ProjectChoice chosen={project} onChoose={setProject} />
        <Choice label={words.life} value={String(days)} onChoose={(value) => setDays(Number(value))}>
          {LIVES.map((life) => (
            <option key={life} value={life}>
              {life === 0 ? words.doesNotExpire : words.days(life)}
            </option>
          ))}
        </Choice>
      </div>
      <button
        type="submit"
        className="button button-main"
        disabled={scopes.length === 0 || creation.isPending}
      >
        {words.create}
      </button>
      <div role="status" className="text-sm">
        {creation.error && <p className="text-bad">{creation.error.message}</p>}
        {creation.data && <Made token={creation.data.token} />}
      </div>
    </form>
  );
}

/** A token that is shown this once. */
export function Made({ token }: { readonly token: string }) {
  const { access: words } = useWords();
  return (
    <div className="rounded-lg bg-good-wash p-3 text-sm">
      <p className="font-medium">{words.once}</p>
      <p className="mt-1 flex flex-wrap items-center gap-2">
        <code className="font-mono wrap-anywhere">{token}</code>
        <CopyButton text={() => token} />
      </p>
    </div>
  );
}

interface ScopesProps {
  readonly chosen: readonly Scope[];
  readonly onChoose: (scopes: readonly Scope[]) => void;
}

function Scopes({ chosen, onChoose }: ScopesProps) {
  const { access: words } = useWords();
  const toggle = (scope: Scope): void =>
    onChoose(SCOPES.filter((one) => (one === scope ? !chosen.includes(one) : chosen.includes(one))));
  return (
    <fieldset>
      <legend className="text-sm font-medium">{words.newToken}</legend>
      <div className="mt-1.5 grid gap-x-4 gap-y-1 sm:grid-cols-2">
        {SCOPES.map((scope) => (
          <label key={scope} className="flex items-baseline gap-2 text-sm">
            <input type="checkbox" checked={chosen.includes(scope)} onChange={() => toggle(scope)} />
            <span>
              {words.scopes[scope].name}
              <span className="block text-xs text-soft">{words.scopes[scope].hint}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function ProjectChoice({ chosen, onChoose }: { chosen: string; onChoose: (project: string) => void }) {
  const { access: words } = useWords();
  const { data: projects = [] } = useQuery(projectsQuery);
  return (
    <Choice label={words.project} value={chosen} onChoose={onChoose}>
      <option value="">{words.everyProject}</option>
      {projects.map(({ name, displayName }) => (
        <option key={name} value={name}>
          {displayName || name}
        </option>
      ))}
    </Choice>
  );
}
