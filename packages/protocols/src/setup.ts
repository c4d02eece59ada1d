/** Where a deployment's clients report to, for one project. */
export interface SetupPlace {
  /** Where SDKs reach us: scheme, name, port. */
  readonly publicUrl: string;
  readonly project: { readonly name: string; readonly number: string };
  readonly key: string;
}

/** What a client has to be told to report here: settings by their own names, and the lines to copy. */
export interface Setup {
  /** What people call the client. */
  readonly title: string;
  readonly snippet: string;
  readonly note?: string | undefined;
  readonly [setting: string]: unknown;
}

/** The address without a slash at its end. */
export const baseOf = ({ publicUrl }: SetupPlace): string => publicUrl.replace(/(?<!\/)\/+$/, "");

/** As it stands in code. */
export const quoted = (text: string): string => JSON.stringify(text);

/** What Sentry's SDKs are told: address, key and project in one. */
export const dsnOf = (place: SetupPlace): string =>
  `${baseOf(place).replace("://", `://${place.key}@`)}/${place.project.number}`;
