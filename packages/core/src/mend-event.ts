import { conforming } from "./conforming.js";
import { Event } from "./event.js";
import { issueId } from "./id.js";

/** Whose event it is, and what it is called when it does not say so itself. */
interface Whose {
  readonly project: string;
  readonly id: string;
}

const TYPE = "Unreadable event";

/** True for an event that reading would leave just as it is: most are, and their copy would be for nothing. */
export const isEvent = conforming(Event);

/**
 * The event as a reader takes it: itself when it is one, else what is left of it when the parts that cannot be read are
 * taken out. The whole is then kept as `raw`, so that nothing of it is lost. Never throws for what came out of JSON.
 */
export function mendEvent(stored: unknown, whose: Whose): Event {
  if (isEvent(stored)) return stored;
  const whole = Event.safeParse(stored);
  return whole.success ? whole.data : { ...withoutBroken(stored, whose), raw: stored };
}

/** First the broken values themselves go, then, where that was not enough, the whole parts they lie in. */
function withoutBroken(stored: unknown, { project, id }: Whose): Event {
  const copy: Record<string, unknown> = { ...objectIn(JSON.parse(JSON.stringify(stored) ?? "null")) };
  for (const { path } of Event.safeParse(copy).error?.issues ?? []) remove(copy, path);
  for (const { path } of Event.safeParse(copy).error?.issues ?? []) remove(copy, path.slice(0, 1));
  const rest = Event.partial().parse(copy);
  const fingerprintValue = rest.fingerprintValue ?? `unreadable:${rest.type ?? TYPE}`;
  const issue = rest.fingerprintValue === undefined ? undefined : rest.issue;
  return {
    level: "error",
    type: TYPE,
    message: "",
    exceptions: [],
    id,
    ...rest,
    fingerprintValue,
    issue: issue ?? issueId(project, fingerprintValue),
  };
}

const objectIn = (value: unknown): object => (typeof value === "object" && value !== null ? value : {});

function remove(from: object, path: readonly PropertyKey[]): void {
  const [name, ...deeper] = path;
  if (name === undefined) return;
  const inside: unknown = Reflect.get(from, name);
  if (deeper.length > 0 && typeof inside === "object" && inside !== null) remove(inside, deeper);
  else Reflect.deleteProperty(from, name);
}
