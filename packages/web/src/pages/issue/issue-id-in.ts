const ID = /\biss_[a-z0-9]{6,}\b/;
/** Alone, or where a link has an issue's id. */
const SHORT_ID = /^(?:\S*\/issues\/)?([a-z0-9][a-z0-9-]{0,29}-[a-z0-9]{4,26})(?:[/?#]\S*)?$/i;

/** The issue that a link, an id or a short id names; undefined when none is there. */
export const issueIdIn = (text: string): string | undefined =>
  ID.exec(text)?.[0] ?? SHORT_ID.exec(text.trim())?.[1];
