import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { withQuery } from "../../api/addresses.js";
import { hasPasskeys, signInByPasskey } from "../../api/passkeys.js";

import { sessionQuery } from "../../api/session.js";
import { Disclosure } from "../../components/disclosure.js";
import { Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { useTitle } from "../../shell/title.js";
import { Entrance } from "./entrance.js";
import { KeyForm } from "./key-form.js";
import { PasswordForm } from "./password-form.js";
import { useRefusal } from "./refusal.js";

const route = getRouteApi("/sign-in");
const LOOK_AGAIN_MILLISECONDS = 3000;

/** The ways in: as people, once there are any; the master key is folded away then. */
export function SignInPage() {
  const { signIn: words } = useWords();
  useTitle(words.title);
  const enter = useEnter();
  const { data: session, isPending } = useQuery({
    ...sessionQuery,
    // The first of them may have come a moment ago.
    refetchInterval: ({ state }) => (state.data?.hasPeople === false ? LOOK_AGAIN_MILLISECONDS : false),
  });
  if (isPending)
    return (
      <Entrance title="Faultline" lead={words.lead}>
        <div className="panel">
          <Loading rows={2} />
        </div>
      </Entrance>
    );
  return (
    <Entrance title="Faultline" lead={words.lead}>
      <div className="space-y-4">
        {session?.hasPeople && <AsPerson onEntered={enter} />}
        {session?.provider && <ProviderLink name={session.provider} />}
        {session?.hasPeople ? <Emergency onEntered={enter} /> : <KeyForm onEntered={enter} />}
      </div>
    </Entrance>
  );
}

/** Goes on to where one wanted to go, and forgets what was known before. */
function useEnter(): () => Promise<void> {
  const { to = "/projects" } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  return async () => {
    client.clear();
    await router.navigate({ href: to, replace: true });
  };
}

function AsPerson({ onEntered }: { readonly onEntered: () => Promise<void> }) {
  const { signIn: words } = useWords();
  return (
    <div className="panel space-y-4 p-5">
      {hasPasskeys() ? (
        <>
          <PasskeyButton onEntered={onEntered} />
          <p className="flex items-center gap-3 text-xs text-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            {words.or}
          </p>
        </>
      ) : (
        <p className="text-xs text-soft">{words.noPasskeys}</p>
      )}
      <PasswordForm onEntered={onEntered} />
    </div>
  );
}

/** The master key, folded away. */
function Emergency({ onEntered }: { readonly onEntered: () => Promise<void> }) {
  const { signIn: words } = useWords();
  return (
    <div className="panel overflow-hidden">
      <Disclosure line={words.emergency} className="py-2.5 text-sm">
        <KeyForm onEntered={onEntered} isFolded />
      </Disclosure>
    </div>
  );
}

/** Leaves for the provider, which sends back here. */
function ProviderLink({ name }: { readonly name: string }) {
  const { signIn: words } = useWords();
  const { to, refused } = route.useSearch();
  const address = withQuery("/v1/session/provider", { to });
  return (
    <div className="panel space-y-3 p-5">
      <a href={`${globalThis.faultlineBase ?? ""}${address}`} className="button min-h-10 w-full">
        {words.provider(name)}
      </a>
      {refused && (
        <p role="alert" className="text-sm text-bad">
          {refused === "not_invited" ? words.notInvited : words.providerFailed}
        </p>
      )}
    </div>
  );
}

function PasskeyButton({ onEntered }: { readonly onEntered: () => Promise<void> }) {
  const { signIn: words } = useWords();
  const enter = useMutation({ mutationFn: signInByPasskey, onSuccess: onEntered });
  const refusal = useRefusal(enter.error);
  return (
    <>
      <button
        type="button"
        className="button button-main min-h-10 w-full"
        disabled={enter.isPending}
        onClick={() => enter.mutate()}
      >
        {enter.isPending ? words.busy : words.passkey}
      </button>
      <p role="alert" className="text-sm text-bad empty:hidden">
        {refusal}
      </p>
    </>
  );
}
