// PHP and syslog-like senders put a severity where others put a class, and SDKs of log lines make one up.
const NO_CLASS =
  /^(_|minified:\w+|\.?string|str|undefined|null|object|unknown|Unknown|<unknown>|message|Message|log|Log(?:ERROR|WARNING|WARN|CRITICAL|FATAL|INFO|DEBUG|NOTSET)|(?:notice|warning|error|fatal|deprecated|exception|parse|strict|info|debug|trace|critical|alert|emergency)|(?:NOTICE|WARNING|WARN|ERROR|FATAL|DEPRECATED|INFO|DEBUG|TRACE|CRITICAL|ALERT|EMERGENCY))?$/;

/** False for what only stands where a class should. */
export const isClass = (type: string): boolean => !NO_CLASS.test(type);

/** Nothing a person would take for a class: what SDKs write for a text that was thrown or logged. */
export const isMadeUp = (type: string): boolean =>
  /^(minified:\w+|\.?string|str|Log(ERROR|WARNING|WARN|CRITICAL|FATAL|INFO|DEBUG))$/.test(type);

/** A class' own name, without module or package, and without what a runtime adds to one that has no name. */
export function className(type: string): string {
  const told = ERLANG.exec(type) ?? APPLE.exec(type);
  if (told) return [told[1], told[2]].filter(Boolean).join(":");
  if (type.startsWith("#<")) return type.replace(/^#<Class:0x[0-9a-f]{1,16}>/, "#<Class>");
  const anonymous = type.indexOf("@anonymous");
  if (anonymous >= 0) return className(type.slice(0, anonymous)).concat("@anonymous");
  // Swift writes the values of an enumeration's case behind it: `notFound(id: 4711)`.
  const generics = type.search(/[`<[]|(?<=\w)\(/);
  const bare = (generics > 0 ? type.slice(0, generics) : type)
    .replace(/(?:\$\d{1,9}){1,9}$/, "")
    .replace(/^[*&]{1,9}/, "");
  return bare.slice(Math.max(...[".", "::", "\\", "/"].map((mark) => endOfLast(bare, mark))));
}

/** Erlang's class and what was raised, of which the first word tells what it is: `error:{badmatch,{error,enoent}}` */
const ERLANG = /^(error|exit|throw):[{<[#"]*'?([a-z][\w@]{0,100})?/;

/** An `NSError` as Swift prints it: `Error Domain=NSURLErrorDomain Code=-1009 "…" UserInfo={…}` */
const APPLE = /^Error Domain=([\w.-]{1,200}) Code=-?\d/;

const endOfLast = (text: string, mark: string): number => {
  const at = text.lastIndexOf(mark);
  return at < 0 || at + mark.length === text.length ? 0 : at + mark.length;
};
