import { KINDS } from "./attempt.js";
import { isWhole } from "./audit.js";
import { type Drill, drill } from "./drill.js";

const told = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([answer, count]) => `${answer} x ${count}`)
    .join(", ");

/** One drill, printed. Gives back whether all went as it has to. */
export async function drillOnce(settings: Drill): Promise<boolean> {
  const result = await drill(settings);
  const { audit, secondsToAccepted, allowedSeconds, clients } = result;
  settings.print(`
Accepted again after the kill
  our client                  ${secondsToAccepted.own} s    allowed: ${allowedSeconds.own} s
  by the name alone, plain    ${secondsToAccepted.plain} s    allowed by checks and time to live: ${allowedSeconds.plain} s
  by the name alone, Sentry   ${secondsToAccepted.sentry} s    the same and a second, for which it rests: ${allowedSeconds.sentry} s

Lost by its client for good
  our client ${clients.own?.lost} of ${clients.own?.reported}, plain ${clients.plain?.lost} of ${clients.plain?.reported}, Sentry ${clients.sentry?.lost} of ${clients.sentry?.reported}

Answers
  our client  ${told(result.answers.own)}
  plain       ${told(result.answers.plain)}
  Sentry      ${told(result.answers.sentry)}

Audit after the heal
  ${audit.accepted} events were answered with 2xx; ${audit.lost} of them are missing in a region
  ${audit.countedTwice} counted twice, ${audit.phantoms} never sent, ${audit.storedUnanswered} stored though the answer was lost
  ${audit.issues} issues; ${Object.entries(audit.events)
    .map(([region, count]) => `${region} counts ${count}`)
    .join(", ")}; the regions are ${audit.areEqual ? "equal" : "DIFFERENT"}
`);
  const isInTime = KINDS.every((kind) => (secondsToAccepted[kind] ?? Infinity) <= allowedSeconds[kind]);
  const isWell = isInTime && isWhole(audit, clients.own);
  settings.print(JSON.stringify({ isWell, ...result }));
  return isWell;
}
