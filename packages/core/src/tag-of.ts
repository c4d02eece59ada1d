import type { Report } from "./report.js";

/** The value of a tag; undefined where there is none of that name, whatever every object has by it, as `constructor`. */
export const tagOf = ({ tags = {} }: Pick<Report, "tags">, name: string): string | undefined =>
  Object.hasOwn(tags, name) ? tags[name] : undefined;
