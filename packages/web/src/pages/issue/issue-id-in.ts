/** The issue that a link or an id names; undefined when neither is there. */
export const issueIdIn = (text: string): string | undefined => /\biss_[a-z0-9]{6,}\b/.exec(text)?.[0];
