import { createTransport } from "nodemailer";
import type { Post } from "../ports.js";

const TIMEOUT_MILLISECONDS = 5000;

/** Mails go to the operator's own SMTP server; on AWS that is SES, by the same interface. Undefined without an address. */
export function smtpPost(url: string | undefined, from: string): Post | undefined {
  if (url === undefined || url === "") return undefined;
  const waits = { connectionTimeout: TIMEOUT_MILLISECONDS, socketTimeout: TIMEOUT_MILLISECONDS };
  const transport = createTransport({ url, ...waits });
  return async ({ to, subject, text }) => {
    await transport.sendMail({ from, to: [...to], subject, text });
  };
}
