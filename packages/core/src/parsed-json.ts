/** The text as JSON, unchecked; undefined when it is none, as for a schema that then says what is wrong with it. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // That it is no JSON is the answer.
    return undefined;
  }
}
