/**
 * What destinations take, and refuse or cut when there is more, in characters. We count UTF-16 units, of which a text never
 * has fewer. docs/notifications.md has these and those we stay far below in a table, each with the vendor's page.
 */
export const LIMITS = {
  slack: { section: 3000, buttonUrl: 3000 },
  discord: { content: 2000, title: 256, url: 2048 },
  github: { title: 256 },
  gitlab: { title: 255 },
  mail: { subject: 200 },
  /** Of no vendor: what any of them, and any browser, takes. */
  link: 2048,
} as const;

/** Of what an error says, in the places where it is short: a file, a release, an environment. */
export const SHORT = 300;
