import { useSettings } from "../settings/settings.js";
import { en } from "./en.js";
import { ja } from "./ja.js";

const DICTIONARIES = { en, ja };

/** Every text of the pages, in the chosen language. */
export const useWords = (): Words => DICTIONARIES[useSettings().language];

export type Words = Same<typeof en>;

/** The same keys, with any text in place of English. */
type Same<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Same<T[Key]>;
};
