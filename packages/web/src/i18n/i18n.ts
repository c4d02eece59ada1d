import { useSettings } from "../settings/settings.js";
import type { Settings } from "../settings/stored-settings.js";
import { en } from "./en.js";

type Language = Settings["language"];

/** English comes with the program, and stands in for a language that has not come. */
const dictionaries = new Map<Language, Words>([["en", en]]);

const OTHERS = { ja: async (): Promise<Words> => (await import("./ja.js")).ja };

/** Fetches the texts of a language; until they are here, there are English ones. Rejects when the network does not bring them. */
export async function loadWords(language: Language): Promise<void> {
  if (language === "en" || dictionaries.has(language)) return;
  dictionaries.set(language, await OTHERS[language]());
}

/** Every text of the pages, in the chosen language. */
export const useWords = (): Words => dictionaries.get(useSettings().language) ?? en;

export type Words = Same<typeof en>;

/** The same keys, with any text in place of English. */
type Same<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Same<T[Key]>;
};
