import type { Post } from "../ports.js";

const TIMEOUT_MILLISECONDS = 5000;

/** Mails go to the operator's own SMTP server; on AWS that is SES, by the same interface. Undefined without an address. */
export function smtpPost(url: string | undefined, from: string): Post | undefined {
  if (url === undefined || url === "") return undefined;
  let transport: ReturnType<typeof transportTo> | undefined;
  return async ({ to, subject, text }) => {
    transport ??= transportTo(url);
    await (await transport).sendMail({ from, to: [...to], subject, text });
  };
}

/** The library is loaded with the first mail: it is a sixth of what a function would load before its first request. */
async function transportTo(url: string) {
  const { createTransport } = await import("nodemailer");
  const waits = { connectionTimeout: TIMEOUT_MILLISECONDS, socketTimeout: TIMEOUT_MILLISECONDS };
  return createTransport({ url, ...waits });
}
