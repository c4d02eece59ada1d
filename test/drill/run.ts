import { parseArgs } from "node:util";
import { KINDS } from "./attempt.js";
import { isWhole } from "./audit.js";
import { drill } from "./drill.js";

// `npm run drill -- --seconds 45 --requests 200`: what clients see of a failover. The last line is JSON.

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "45" }, requests: { type: "string", default: "200" } },
});
const result = await drill({
  seconds: Number(values.seconds),
  perSecond: Number(values.requests),
  print: (line) => console.log(line),
});
const { audit, secondsToAccepted, allowedSeconds, clients } = result;
const told = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([answer, count]) => `${answer} x ${count}`)
    .join(", ");

console.log(`
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
console.log(JSON.stringify({ isWell, ...result }));
process.exit(isWell ? 0 : 1);
