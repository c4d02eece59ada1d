/** What to do in one place, in the order of the list. */
interface GuideStep {
  readonly does: "install" | "configure" | "test";
  /** A file of the application, or undefined for a terminal. */
  readonly file?: string;
  readonly code: string;
}

/** How an application of one language or framework reports here, from nothing to its first error. */
export interface Guide {
  readonly id: string;
  readonly title: string;
  readonly group: "server" | "client" | "any";
  readonly steps: readonly GuideStep[];
}

export const install = (code: string, file?: string): GuideStep => step("install", code, file);
export const configure = (file: string | undefined, code: string): GuideStep => step("configure", code, file);
export const tryOut = (file: string | undefined, code: string): GuideStep => step("test", code, file);

const step = (does: GuideStep["does"], code: string, file: string | undefined): GuideStep => ({
  does,
  ...(file === undefined ? {} : { file }),
  code: code.trim(),
});
