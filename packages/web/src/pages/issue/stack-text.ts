import type { Frame, Thrown } from "../../api/issue-types.js";
import type { Occurrence } from "../../api/types.js";

/** `app/cart.js:12:5`, as far as it is known. */
export const placeOf = ({ file, line, column }: Frame): string =>
  [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(":");

/** All of an occurrence's stacks as a runtime would print them, causes below. */
export function stackText({
  exceptions,
  type,
  message,
}: Pick<Occurrence, "exceptions" | "type" | "message">): string {
  if (exceptions.length === 0) return headline({ type, message });
  return exceptions
    .map((thrown, place) => (place === 0 ? "" : "Caused by: ") + thrownText(thrown))
    .join("\n");
}

export const headline = ({ type, message }: { readonly type: string; readonly message: string }): string =>
  [type, message].filter((part) => part !== "").join(": ");

function thrownText(thrown: Thrown): string {
  const frames = thrown.frames.map(
    (frame) => `    at ${frame.function ?? "<anonymous>"} (${placeOf(frame)})`,
  );
  if (frames.length === 0 && thrown.stack) return thrown.stack;
  return [headline(thrown), ...frames].join("\n");
}
