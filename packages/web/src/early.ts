import { issueAddress, issuesAddress, latestOccurrenceAddress, PROJECTS, SESSION } from "./api/addresses.js";
import { loadSettings, type Settings } from "./settings/stored-settings.js";

// Before the program is here: the chosen theme, so that it does not flash in after the system's, and the first questions of
// the two pages people come to, asked while the program is on its way; `api/request.ts` takes the answers. And the
// browser's first formatter, which takes it as long as all else that a list needs: now it waits anyway.

// Behind a proxy, all of it may lie under a path: this file lies at its top.
const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href;
const base = new URL(".", own).pathname.slice(0, -1);
globalThis.faultlineBase = base;

const settings = loadSettings();
if (settings.theme !== "system") document.documentElement.dataset.theme = settings.theme;
setTimeout(() => new Intl.RelativeTimeFormat(settings.language).format(0, "minute"));

const headers = { accept: "application/json" };
const ask = (path: string) => fetch(base + path, { headers }).catch(() => undefined);
globalThis.faultlineAnswers = new Map(askedFirst(settings).map((path) => [path, ask(path)]));

function askedFirst({ span, environment }: Settings): readonly string[] {
  const [, project, issue] =
    /^\/projects\/([^/%]+)(?:\/issues\/([^/%]+))?$/.exec(location.pathname.slice(base.length)) ?? [];
  if (project === undefined) return [];
  if (issue !== undefined) {
    const place = { project, issue };
    return [PROJECTS, SESSION, issueAddress(place), latestOccurrenceAddress(place)];
  }
  if (location.search !== "") return [PROJECTS, SESSION];
  const listing = {
    project,
    status: "unresolved",
    query: "",
    env: environment,
    sort: "lastSeen",
    span,
  } as const;
  return [issuesAddress(listing), PROJECTS, SESSION];
}
