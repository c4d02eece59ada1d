import { isCancelled } from "../../api/passkeys.js";
import { ApiError } from "../../api/request.js";
import { useReason } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";

const NOTHING = new Error();

/** Why nobody came in, as a sentence; nothing when nothing was refused. */
export function useRefusal(error: Error | null): string | undefined {
  const { signIn: words } = useWords();
  const reason = useReason(error ?? NOTHING);
  if (!error) return undefined;
  if (isCancelled(error)) return words.cancelled;
  const code = error instanceof ApiError ? error.code : "";
  const known = { wrong_key: words.wrong, not_allowed: words.clientKey, wrong_sign_in: words.wrongSignIn };
  return known[code as keyof typeof known] ?? reason;
}
