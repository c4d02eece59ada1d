import type { Region } from "../ports.js";
import { sectionOf } from "./runbook/runbook.js";

/** What an alarm's issue is called: the same line each time it fires. */
export const alarmTitle = (name: string, region: Region): string =>
  name === "region-unreachable"
    ? `${region} is unreachable`
    : `${sectionOf(name)?.title ?? name} (${region})`;
