import { IN_QUOTES, isSecretValue } from "./judge-value.js";
import { markAt } from "./marks.js";
import type { Name } from "./named.js";
import { behind, endOf, LOOK_MAX, look, type Reader, type Span } from "./reader.js";
import { secretAt } from "./value.js";

/** The text of an element whose name is a secret's: `<password>x</password>`, also with entities and as CDATA. */
export function elementAt(reader: Reader, name: Name): Span | undefined {
  const isEscaped = !reader.text.slice(Math.max(0, name.start - 40), name.start).includes("<");
  return elementText(reader, name, {
    from: name.end,
    close: isEscaped ? "&gt;" : ">",
    open: isEscaped ? "&lt;/" : "</",
  });
}

function elementText(
  reader: Reader,
  { text: name, kind }: Name,
  { from, close, open }: { from: number; close: string; open: string },
): Span | undefined {
  const { text } = reader;
  const tagEnd = reader.next(close, from);
  if (tagEnd >= text.length || tagEnd - from > LOOK_MAX * 4) return undefined;
  const inside = tagEnd + close.length;
  const data = endOf(/\s{0,200}<!\[CDATA\[/y, text, inside);
  const start = data ?? inside;
  const end = reader.next(data === undefined ? open : "]]>", start);
  if (end >= text.length || end === start) return undefined;
  const value = text.slice(start, Math.min(end, start + LOOK_MAX)).trim();
  if (data === undefined && /[<>]/.test(value)) return undefined;
  return isSecretValue(value, { name, kind, isTight: true, before: "" }, IN_QUOTES)
    ? { start, end }
    : undefined;
}

const NAMED =
  /(?:name|key|field|param|parameter|header|property|attribute|id|k|n|label|var|variable|type|command|cmd)(?:\\{0,64}["'])?\s{0,4}(?:=>|=|:)\s{0,4}[bu]?\\{0,64}["']?$/i;
const TO_VALUE =
  /[^{}<>]{0,80}?(?<![A-Za-z])(?:value|val|v|content|default|string_?value|data|text|args)(?:\\{0,64}["'])?\s{0,4}(?:=>|=|:)\s{0,4}(?:\{\s{0,4}(?:\\{0,64}["'])?string_?value(?:\\{0,64}["'])?\s{0,4}:\s{0,4})?/iy;

/** A name that is itself a value: `{"name": "password", "value": "x"}`, `<input name="password" value="x">`, a part of a form. */
export function attributeAt(reader: Reader, name: Name, after: number): Span | undefined {
  const { text } = reader;
  if (name.kind === undefined) return undefined;
  const before = behind(text, name.start, 40);
  if (NAME_ELEMENT.test(before)) return siblingAt(reader, name, after);
  if (!NAMED.test(before)) return undefined;
  const part = endOf(/(?:\r\n|\n|\\r\\n|\\n){2}/y, text, after);
  if (part !== undefined) return formPart(text, part);
  const sibling = siblingAt(reader, name, after);
  if (sibling) return sibling;
  if (endOf(/\s{0,4}>/y, text, after))
    return elementText(reader, name, { from: after, close: ">", open: "</" });
  const at = endOf(TO_VALUE, text, after);
  if (at === undefined) return undefined;
  // What a command's `auth` is given is all there is to it.
  const kind = name.kind === "maybe" && text[at] === "[" ? "secret" : name.kind;
  const beside = { name: name.text, kind, isTight: true, isData: true, isLine: false, before: "" };
  const isYaml = /\n[ \t]{0,40}value:[ \t]{1,4}$/.test(text.slice(after, at));
  return isYaml || markAt(text, at) || text[at] === "[" ? secretAt(reader, at, beside) : undefined;
}

const NAME_ELEMENT = /<(?:name|key|k|field|param-name|string)>\s{0,10}$/i;
const TO_SIBLING =
  /(?:\s{0,10}<\/[\w-]{1,12}>|(?:\s[^<>]{0,80})?\s{0,4}>)\s{0,100}(?:<(?:value|string|val|v|data|param-value)>\s{0,40}){1,2}(?=[^\s<])/iy;

/** The value in an element of its own: `<name>password</name><value>x</value>`, `<setting name="password"><value>x</value>`. */
function siblingAt(reader: Reader, { text: name, kind }: Name, after: number): Span | undefined {
  const start = endOf(TO_SIBLING, reader.text, after);
  if (start === undefined) return undefined;
  const end = reader.next("</", start);
  const setting = { name, kind, isTight: true, before: "" };
  return end < reader.text.length && isSecretValue(look(reader.text, { start, end }), setting, IN_QUOTES)
    ? { start, end }
    : undefined;
}

function formPart(text: string, at: number): Span | undefined {
  const end = endOf(/(?:[^\n\r\\]|\\(?![rn]))*/y, text, at) ?? at;
  return end > at ? { start: at, end } : undefined;
}
