import { BACKGROUND } from "./background.js";
import { FAULTS } from "./faults.js";
import { INTAKE } from "./intake.js";
import { REGIONS } from "./regions.js";
import type { Section } from "./section.js";
import { STORAGE } from "./storage.js";

/**
 * What people are told to do. docs/runbook.md and /runbook are written from this, and every issue of the built-in
 * project links to its section: the words live once, and each region serves them itself.
 */
export const RUNBOOK = { ...REGIONS, ...INTAKE, ...STORAGE, ...BACKGROUND, ...FAULTS } as const;

/** What an alarm or a fault is called: in the code, on AWS, in the runbook's address. */
export type AlarmName = keyof typeof RUNBOOK;

/** An alarm's section; of one we do not know, nothing. */
export function sectionOf(name: string): Section | undefined {
  const sections: Readonly<Record<string, Section>> = RUNBOOK;
  return Object.hasOwn(sections, name) ? sections[name] : undefined;
}
