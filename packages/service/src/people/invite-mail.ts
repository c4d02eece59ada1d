import { formatTime } from "@faultline/core/time";
import type { Mail } from "@faultline/destinations/mail";
import { oneLine } from "@faultline/destinations/text";
import { mailProblem } from "../notify/mail-problem.js";
import type { Ports } from "../ports.js";
import type { Invite } from "./invites.js";

interface Mailing {
  readonly invite: Invite;
  /** The link, which is a secret: it makes one person. */
  readonly url: string;
  readonly language: Language;
}

/** Mails an invite whose address is known, where mails can be sent. The link is good whatever comes of it; undefined where none is mailed. */
export async function mailInvite(
  ports: Pick<Ports, "mail">,
  { invite, url, language }: Mailing,
): Promise<{ outcome: "sent" | "failed"; reason?: string } | undefined> {
  if (!ports.mail || invite.email === undefined) return undefined;
  const reason = await mailProblem(ports, inviteMail({ to: invite.email, invite, url, language }));
  return reason === undefined ? { outcome: "sent" } : { outcome: "failed", reason };
}

export const LANGUAGES = ["en", "ja"] as const;
type Language = (typeof LANGUAGES)[number];

interface InviteMail {
  readonly to: string;
  readonly invite: Pick<Invite, "role" | "projects" | "createdBy" | "expiresAt">;
  readonly url: string;
  readonly language: Language;
}

/** What somebody is sent who is invited: who invites them, to what, and the link. */
function inviteMail({ to, invite, url, language }: InviteMail): Mail {
  const words = WORDS[language];
  const by = oneLine(invite.createdBy);
  const host = new URL(url).host;
  const projects = invite.projects?.join(", ") ?? words.all;
  const until = formatTime(invite.expiresAt).slice(0, 16).replace("T", " ");
  return {
    to: [to],
    subject: words.subject(by),
    text: [
      words.first(by, host),
      `${words.role}: ${words.roles[invite.role]}\n${words.projects}: ${projects}`,
      `${words.open}\n${url}`,
      words.last(until),
    ].join("\n\n"),
  };
}

const WORDS = {
  en: {
    all: "all",
    role: "Role",
    projects: "Projects",
    roles: { owner: "owner", member: "member", viewer: "viewer" },
    subject: (by: string) => `${by} invites you to Faultline`,
    first: (by: string, host: string) => `${by} invites you to Faultline at ${host}.`,
    open: "To accept, open this link and choose how you sign in:",
    last: (until: string) =>
      `The link works once, until ${until} UTC. If you did not expect it, you need not do anything.`,
  },
  ja: {
    all: "すべて",
    role: "役割",
    projects: "プロジェクト",
    roles: { owner: "オーナー", member: "メンバー", viewer: "閲覧者" },
    subject: (by: string) => `${by}さんからFaultlineへの招待`,
    first: (by: string, host: string) => `${by}さんがあなたをFaultline（${host}）に招待しています。`,
    open: "参加するには次のリンクを開き、サインインの方法を選んでください。",
    last: (until: string) =>
      `リンクは1回限り、${until}（UTC）まで有効です。心当たりがない場合は、何もする必要はありません。`,
  },
} as const;
