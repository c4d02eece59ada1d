import type { Mail } from "@faultline/destinations/mail";
import type { Ports } from "../ports.js";

const REASON_CHARS_MAX = 200;

/** Mails it. Gives back what was in the way, in the mail server's own words, which name no secret of ours; undefined when it was taken. */
export async function mailProblem({ mail }: Pick<Ports, "mail">, message: Mail): Promise<string | undefined> {
  if (!mail) return "no SMTP server: set FAULTLINE_SMTP_URL";
  try {
    await mail(message);
    return undefined;
  } catch (error) {
    // Said to who can mend it.
    return String(error).slice(0, REASON_CHARS_MAX);
  }
}
