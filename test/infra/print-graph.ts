import type { Graph, Resource } from "./graph.js";

/** Which stack a resource belongs to, by what it is for. */
const STACKS: readonly (readonly [string, RegExp])[] = [
  ["monitoring", /^(Alarm|Dashboard|Watch|ForwardAlarms|LastResort|Route53)/],
  ["failover", /^(Failover|Regional(A|AAAA)|Health)/],
  ["data", /^(Log|View|Blob|SecretKey|MasterKey|ClientKeys)/],
  ["ingest", /./],
];

/** Every resource on AWS as a line, by stack and region. */
export function printGraph({ resources }: Graph): string[] {
  const own = resources.filter(({ type }) => type.startsWith("aws:"));
  const regions = [...new Set(own.map(({ region }) => region))].sort();
  return STACKS.flatMap(([stack]) =>
    regions.flatMap((region) => {
      const here = own.filter((resource) => resource.region === region && stackOf(resource) === stack);
      const lines = here.map(({ type, name }) => `  ${name.padEnd(40)} ${type}`).sort();
      return lines.length > 0 ? [`\n${stack} · ${region} (${lines.length})`, ...lines] : [];
    }),
  );
}

const stackOf = ({ name }: Resource): string | undefined =>
  STACKS.find(([, pattern]) => pattern.test(name))?.[0];
