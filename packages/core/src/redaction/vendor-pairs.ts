import { behind, endOf, type Reader, type Span } from "./reader.js";

/** How the secrets begin, or are given away, that some vendors write in ways of their own. */
export const VENDOR_BEGINNINGS: readonly string[] = [
  "oracle:",
  ...[..."0abcdef"].map((digit) => `ac${digit}`),
  ".atlasv1.",
  "private-lines:",
  "-us0",
  "!aq",
  ":apa91",
  "ibaak",
  "ibadan",
];

/** The secret of such a kind that is told by what stands at `at`. */
export const vendorSecretAt = (reader: Reader, at: number): Span | undefined =>
  oracleAt(reader, at) ??
  accountTokenAt(reader, at) ??
  atlasAt(reader, at) ??
  puttyAt(reader, at) ??
  aroundAt(reader, at);

/** What stands in the middle or at the end of a secret, with what stands before it. */
const AROUND: readonly (readonly [middle: RegExp, before: RegExp])[] = [
  // Mailchimp's keys end in the data centre.
  [/-us\d{1,2}(?![\w-])/y, /(?<![0-9a-z])[0-9a-f]{32}$/],
  // A key of Firebase Cloud Messaging, or a device's.
  [/:APA91[\w-]{60,300}/y, /(?<![\w-])[\w-]{8,30}$/],
  // A session of Salesforce.
  [/!AQ[\w.]{60,200}/y, /(?<!\w)00D\w{12,15}$/],
  // A private key (RSA) without the lines around it: PKCS 1, PKCS 8.
  [/IBAAK[BC][A-Za-z0-9+/\s\\]{40,8000}={0,2}/y, /(?<![A-Za-z0-9+/])MII[A-Za-z0-9+/]{2,4}$/],
  [/IBADANBgkqhkiG9w0BAQEFAASC[A-Za-z0-9+/\s\\]{40,8000}={0,2}/y, /(?<![A-Za-z0-9+/])MII[A-Za-z0-9+/]{2,4}$/],
];

function aroundAt({ text }: Reader, at: number): Span | undefined {
  if (!"-:!Ii".includes(text[at] ?? "")) return undefined;
  const before = behind(text, at, 40);
  for (const [middle, head] of AROUND) {
    const start = head.exec(before)?.[0];
    const end = start === undefined ? undefined : endOf(middle, text, at);
    if (start !== undefined && end !== undefined) return { start: at - start.length, end };
  }
  return undefined;
}

const THIN = /oracle:(?:thin|oci8?):[^/\s@"'`]{1,128}\//iy;
const PASSWORD = /[^@\s"'`]{1,256}(?=@)/y;

/** The password of Oracle's `jdbc:oracle:thin:scott/x@//host`, whose `oracle:` begins at `at`. */
function oracleAt({ text }: Reader, at: number): Span | undefined {
  const start = endOf(THIN, text, at);
  const end = start === undefined ? undefined : endOf(PASSWORD, text, start);
  return start === undefined || end === undefined ? undefined : { start, end };
}

const ACCOUNT = /AC[0-9a-f]{32}:(?=[0-9a-f]{32})/y;
const TOKEN = /[0-9a-f]{32,64}/y;

/** The token behind Twilio's account, as both are given to `curl -u`. */
function accountTokenAt({ text }: Reader, at: number): Span | undefined {
  const start = endOf(ACCOUNT, text, at);
  const end = start === undefined ? undefined : endOf(TOKEN, text, start);
  return start === undefined || end === undefined ? undefined : { start, end };
}

const ATLAS = /\.atlasv1\.[\w-]{20,200}/y;

/** A token of Terraform Cloud, found by what stands in its middle. */
function atlasAt({ text }: Reader, at: number): Span | undefined {
  const end = endOf(ATLAS, text, at);
  const before = /[A-Za-z0-9]{10,20}$/.exec(text.slice(Math.max(0, at - 20), at))?.[0];
  return end === undefined || before === undefined ? undefined : { start: at - before.length, end };
}

const HEAD = /private-lines: \d{1,4}\s{1,4}/iy;
const LINES = /[A-Za-z0-9+/=\s\\]*/y;

/** The private lines of a PuTTY key, up to what follows them. */
function puttyAt(reader: Reader, at: number): Span | undefined {
  const start = endOf(HEAD, reader.text, at);
  if (start === undefined) return undefined;
  const mac = reader.next("Private-MAC", start);
  const end = Math.min(reader.runEnd(LINES, start), mac);
  return end > start ? { start, end } : undefined;
}
