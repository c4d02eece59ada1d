import { setTimeout as pause } from "node:timers/promises";
import type { Api } from "./api.js";

const WORKERS = 6;
const ERRORS_A_REQUEST = 3;
const RETRY_MILLISECONDS = 20;
/** What the edge says when it found none. */
const NO_REGION = 502;
const KINDS = ["cart", "checkout", "search", "login", "mail"];

export interface Load {
  /** Requests answered with 201 so far. */
  acknowledged(): number;
  /**
   * Tries that no region answered. One that answers 503 is not counted: it is there, and on a busy machine its table may
   * take longer than a request is given.
   */
  unanswered(): number;
  /** Lets every request under way end in a 201, and gives back the keys of all that were answered so. */
  finish(): Promise<ReadonlySet<string>>;
}

export const eventsOf = (keys: ReadonlySet<string>): number => keys.size * ERRORS_A_REQUEST;

/**
 * Clients that POST without pause, as a good SDK does it: every request has its own key, and is sent until it is
 * answered with 201, in turn to each of the addresses. Two loads send the same keys.
 */
export function load(project: string, addresses: readonly Api[]): Load {
  const keys = new Set<string>();
  let isFinishing = false;
  let unanswered = 0;
  const isTaken = async (api: Api | undefined, key: string, errors: readonly object[]): Promise<boolean> => {
    const answer = await api?.post(project, { errors }, { "idempotency-key": key }).catch(() => undefined);
    if (!answer || answer.status === NO_REGION) unanswered += 1;
    return answer?.status === 201;
  };
  const client = async (worker: number): Promise<void> => {
    for (let round = 0; !isFinishing; round++) {
      const errors = Array.from({ length: ERRORS_A_REQUEST }, (_, place) => errorOf(worker + round + place));
      const key = `${worker}-${round}`;
      for (let attempt = 0; !(await isTaken(addresses[attempt % addresses.length], key, errors)); attempt++) {
        await pause(RETRY_MILLISECONDS);
      }
      keys.add(key);
    }
  };
  const clients = Array.from({ length: WORKERS }, (_, worker) => client(worker));
  return {
    acknowledged: () => keys.size,
    unanswered: () => unanswered,
    async finish() {
      isFinishing = true;
      await Promise.all(clients);
      return keys;
    },
  };
}

function errorOf(place: number) {
  const kind = KINDS[place % KINDS.length] ?? "";
  const backtrace = [{ file: `${kind}.js`, function: kind, line: 1 }];
  return { type: `${kind}Error`, message: `${kind} broke`, backtrace };
}
