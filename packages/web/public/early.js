// Before the program is here: the chosen theme, so that it does not flash in after the system's, and the first questions of
// the two pages people come to, asked while the program is on its way. `src/api/request.ts` takes the answers; a question
// it does not ask in the same words is asked twice, which a test in `test/browser` would notice. And the browser's first
// formatter, which takes it as long as all else that a list needs: now it waits anyway.
(() => {
  const listAsked = ({ span, environment }) => {
    const where = environment ? `&${new URLSearchParams({ environment })}` : "";
    return `?status=unresolved${where}&sort=lastSeen&sparkline=${span === "14d" ? "14d" : "24h"}&limit=50`;
  };

  // Behind a proxy, all of it may lie under a path: this file lies at its top.
  const base = new URL(".", document.currentScript.src).pathname.slice(0, -1);
  globalThis.faultlineBase = base;

  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem("faultline") ?? "{}") ?? {};
  } catch {
    // No storage, or nothing of ours in it: the defaults stand.
  }
  if (chosen.theme === "light" || chosen.theme === "dark")
    document.documentElement.dataset.theme = chosen.theme;

  setTimeout(() => new Intl.RelativeTimeFormat(chosen.language).format(0, "minute"));

  const [, project, issue, isMore] =
    /^\/projects\/([^/]+)(?:\/issues\/([^/]+))?(\/.*)?$/.exec(location.pathname.slice(base.length)) ?? [];
  if (project === undefined || isMore !== undefined) return;
  const asked = ["/v1/projects", "/v1/status"];
  const issues = `/v1/projects/${project}/issues`;
  if (issue !== undefined) asked.push(`${issues}/${issue}`, `${issues}/${issue}/occurrences?limit=1`);
  else if (location.search === "") asked.unshift(issues + listAsked(chosen));
  const headers = { accept: "application/json" };
  const answers = asked.map((path) => [path, fetch(base + path, { headers }).catch(() => undefined)]);
  globalThis.faultlineAnswers = new Map(answers);
})();
