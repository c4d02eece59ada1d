import { type Answer, post, REQUESTS, type RequestKind } from "./client.js";
import type { EmulatedWorld, Region } from "./emulated-world.js";
import { type Fault, type FaultKind, KINDS } from "./faults.js";

/** What a client saw of a region while something was ill. */
export interface FaultRow {
  readonly ill: string;
  readonly kind: FaultKind;
  readonly request: RequestKind;
  readonly status: number;
  readonly milliseconds: number;
  /** Which tier took it; empty when none did. */
  readonly acceptedBy: string;
  /** What is wrong with the answer; undefined when it is true and in time. */
  readonly wrong: string | undefined;
}

interface Illness {
  readonly name: string;
  readonly faults: readonly Omit<Fault, "kind">[];
  /** True when no tier may be left to take an error. */
  readonly mayRefuse: boolean;
}

const SERVICES = ["dynamodb", "s3", "kms"] as const;
const OPERATIONS = ["PutItem", "PutObject"] as const;
const ASKED: Region = "us-east-1";
const OTHER: Region = "us-west-2";

/** Each service in either region and in both, single operations, and services that are ill together. */
const ILLNESSES: readonly Illness[] = [
  ...SERVICES.flatMap((service) => [
    { name: `${service} here`, faults: [{ service, region: ASKED }], mayRefuse: false },
    { name: `${service} there`, faults: [{ service, region: OTHER }], mayRefuse: false },
    { name: `${service} in both regions`, faults: [{ service }], mayRefuse: false },
  ]),
  ...OPERATIONS.map((operation) => ({
    name: `${operation} here`,
    faults: [{ operation, region: ASKED }],
    mayRefuse: false,
  })),
  { name: "s3 and kms", faults: [{ service: "s3" }, { service: "kms" }], mayRefuse: false },
  { name: "dynamodb and s3", faults: [{ service: "dynamodb" }, { service: "s3" }], mayRefuse: true },
  { name: "everything", faults: [{}], mayRefuse: true },
];

/** Lambda would end the function then; API Gateway would answer in its place. */
const TIMEOUT_MILLISECONDS = 10_000;

/** The emulator shares the machine: a row is wrong that is so however often it is tried. */
const TRIES = 4;

/**
 * Posts every kind of request to a region under every kind of fault, and again, with the same id, once it is over where it was
 * not taken in. So every id is one event in the end: gives back the rows, the ids, and those that are not taken in even then.
 */
export async function faultTable(
  world: EmulatedWorld,
  onRow: (row: FaultRow) => void = () => undefined,
): Promise<{ rows: FaultRow[]; ids: string[]; lost: string[] }> {
  const rows: FaultRow[] = [];
  const refused: { id: string; request: RequestKind }[] = [];
  const ids: string[] = [];
  const tryOne = async (illness: Illness, kind: FaultKind, request: RequestKind): Promise<FaultRow> => {
    for (let attempt = 1; ; attempt++) {
      const id = `${illness.name} ${kind} ${request} ${attempt}`.replaceAll(" ", "-");
      const answer = await post(world.addresses[ASKED], id, request);
      ids.push(id);
      if (answer.status >= 300 || answer.status === 0) refused.push({ id, request });
      const row = rowOf(illness, kind, request, answer);
      if (row.wrong === undefined || attempt === TRIES) return row;
    }
  };
  for (const illness of ILLNESSES)
    for (const kind of KINDS) {
      world.endpoint.faults.push(...illness.faults.map((fault) => ({ ...fault, kind })));
      const made = await Promise.all(REQUESTS.map((request) => tryOne(illness, kind, request)));
      world.endpoint.faults.length = 0;
      rows.push(...made);
      for (const row of made) onRow(row);
    }
  const lost: string[] = [];
  for (const { id, request } of refused) {
    const { status, text } = await post(world.addresses[ASKED], id, request);
    if (status !== 201) lost.push(`${id}: ${status} ${text}`);
  }
  return { rows, ids, lost };
}

function rowOf(illness: Illness, kind: FaultKind, request: RequestKind, answer: Answer): FaultRow {
  const { status, milliseconds, headers } = answer;
  const acceptedBy = headers.get("x-faultline-accepted-by") ?? "";
  return {
    ill: illness.name,
    kind,
    request,
    status,
    milliseconds,
    acceptedBy,
    wrong: wrongWith(illness, answer),
  };
}

function wrongWith(
  { mayRefuse }: Illness,
  { status, headers, milliseconds, text }: Answer,
): string | undefined {
  if (milliseconds >= TIMEOUT_MILLISECONDS) return "not answered before the function's end";
  if (status === 201) return undefined;
  if (status !== 503) return `answered ${status}: ${text.slice(0, 200)}`;
  if (!mayRefuse) return "refused, though there was a tier that could take it";
  return headers.get("retry-after") === null ? "a 503 that does not say when to come again" : undefined;
}
