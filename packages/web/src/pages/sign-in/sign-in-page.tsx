import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { type FormEvent, type InputHTMLAttributes, useId, useState } from "react";
import { ApiError } from "../../api/request.js";
import { signIn } from "../../api/session.js";
import { Icon } from "../../components/icon.js";
import { useReason } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { Logo } from "../../shell/logo.js";
import { SettingsMenu } from "../../shell/settings-menu.js";
import { useTitle } from "../../shell/title.js";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { signIn: words } = useWords();
  useTitle(words.title);
  return (
    <div className="flex min-h-dvh flex-col">
      <div className="flex justify-end p-3">
        <SettingsMenu />
      </div>
      <main className="m-auto w-full max-w-sm px-5 pb-24">
        <div className="mb-8 flex items-center gap-3">
          <Logo className="size-10" />
          <div>
            <h1 className="text-xl font-semibold tracking-tight">Faultline</h1>
            <p className="text-sm text-soft">{words.lead}</p>
          </div>
        </div>
        <KeyForm />
      </main>
    </div>
  );
}

function KeyForm() {
  const { signIn: words } = useWords();
  const { to = "/projects" } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const [isMissing, setMissing] = useState(false);
  const enter = useMutation({
    // Given what was typed when it is asked: what it closes over may be older by a frame.
    mutationFn: signIn,
    onSuccess: async () => {
      client.clear();
      await router.navigate({ href: to, replace: true });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(key.trim() === "");
    if (key.trim() !== "") enter.mutate(key.trim());
  };
  return (
    <form onSubmit={submit} noValidate className="panel space-y-4 p-5">
      <KeyField
        value={key}
        onChange={setKey}
        error={isMissing ? words.missing : undefined}
        refusal={enter.error}
      />
      <button type="submit" className="button button-main min-h-10 w-full" disabled={enter.isPending}>
        {enter.isPending ? words.busy : words.submit}
      </button>
    </form>
  );
}

interface KeyFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly refusal: Error | null;
}

function KeyField({ value, onChange, error, refusal }: KeyFieldProps) {
  const { signIn: words } = useWords();
  const id = useId();
  const isWrong = error !== undefined || refusal !== null;
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {words.key}
      </label>
      <SecretInput
        id={id}
        value={value}
        onChange={onChange}
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint ${id}-error`}
      />
      <p id={`${id}-error`} role="alert" className="text-sm text-bad">
        {error ?? (refusal && <Refusal error={refusal} />)}
      </p>
      <p id={`${id}-hint`} className="text-xs text-soft">
        {words.hint}
      </p>
    </div>
  );
}

interface SecretInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange"> {
  readonly onChange: (value: string) => void;
}

function SecretInput({ onChange, ...input }: SecretInputProps) {
  const { signIn: words } = useWords();
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <input
        type={isShown ? "text" : "password"}
        className="field pr-11 font-mono"
        onChange={(event) => onChange(event.target.value)}
        autoComplete="current-password"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the page has this one field
        autoFocus
        {...input}
      />
      <button
        type="button"
        className="button button-quiet absolute inset-y-0.5 right-0.5 min-h-0 px-2.5"
        onClick={() => setShown(!isShown)}
        aria-label={isShown ? words.hide : words.show}
      >
        <Icon name="eye" />
      </button>
    </div>
  );
}

function Refusal({ error }: { readonly error: Error }) {
  const { signIn: words } = useWords();
  const reason = useReason(error);
  const code = error instanceof ApiError ? error.code : "";
  return { wrong_key: words.wrong, not_allowed: words.clientKey }[code] ?? reason;
}
