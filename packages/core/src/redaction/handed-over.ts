import { IN_QUOTES, isSecretValue } from "./judge-value.js";
import { markAt, quoted } from "./marks.js";
import { endOf, LOOK_MAX, look, type Reader, type Span } from "./reader.js";

/** Calls that are given a password, and the how manyth of the texts handed over it is. PHP's stack traces show them. */
const CALLS: readonly (readonly [call: RegExp, text: number | "all"])[] = [
  [
    /(?:pdo(?:->|::)__construct|(?<=new \\?)pdo|mysqli(?:->|::)(?:__construct|real_connect)|(?<=new \\?)mysqli)\(/iy,
    3,
  ],
  [/(?:mysqli?_p?connect|mysqli_real_connect|imap_open|odbc_p?connect|getconnection)\(/iy, 3],
  [
    /(?:ldap_bind|oci_p?connect|oci_new_connect|ssh2_auth_password|(?:http)?basic_?auth|(?<=credentials)\.basic)\(/iy,
    2,
  ],
  [/(?<=aws(?:basic|session)?)credentials(?:\.create)?\(/iy, "all"],
  [
    /(?<=network|basic|password|with|windows|plain)(?:credentials?(?:\.(?:create|of))?|authentication(?:token)?)\(/iy,
    2,
  ],
  [/(?:log_?in|sign_?in|authenticate)(?:_?user|_?with_?password)?\(/iy, 2],
  [
    /(?:password_(?:verify|hash)|hash::(?:make|check)|(?<=(?:check|verify|compare|hash)_?)pass(?:word)?)\(/iy,
    1,
  ],
];

/** Where such a call may stand; not always its beginning, which many words share. */
export const CALL_BEGINNINGS = `pdo mysqli mysql_connect mysql_pconnect imap_open odbc_connect getconnection ldap_bind
  oci_connect oci_new ssh2_auth basic_auth basicauth .basic login sign authenticate authentication credential pass hash::`;

const ARGUMENTS_MAX = 8;
const OTHER = /[^,()'"]{1,120}(?:\([^()'"]{0,120}\))?/y;
const COMMA = /\s{0,10},\s{0,10}/y;

/** The password in `login('anna', 'x')`, `PDO->__construct('mysql:…', 'root', 'x')`, `password_verify('x', '$2y$…')`. */
export function handedOver(reader: Reader, at: number): readonly Span[] {
  const spans = CALLS.map(([call, place]) => {
    const open = endOf(call, reader.text, at);
    const texts = open === undefined ? [] : textsAt(reader, open);
    return place === "all" ? texts : texts.slice(place - 1, place);
  }).find((found) => found.length > 0);
  const setting = { name: "password", kind: "secret", isTight: true, before: "" } as const;
  return (spans ?? []).filter((span) => isSecretValue(look(reader.text, span), setting, IN_QUOTES));
}

/** The quoted texts among the arguments of a call. */
function textsAt(reader: Reader, open: number): Span[] {
  const { text } = reader;
  const texts: Span[] = [];
  let place: number | undefined = open;
  for (let count = 0; count < ARGUMENTS_MAX && place !== undefined; count++) {
    const mark = markAt(text, place);
    const { innerEnd = 0, end } = mark ? quoted(reader, mark, LOOK_MAX) : { end: endOf(OTHER, text, place) };
    if (end === undefined) break;
    if (mark) texts.push({ start: mark.end, end: innerEnd });
    place = endOf(COMMA, text, end);
  }
  return texts;
}
