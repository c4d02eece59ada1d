import { forRequest } from "../ingest/deadline.js";
import { type IngestPorts, ingest } from "../ingest/ingest.js";
import { projectForEvents } from "../projects/default-destinations.js";
import { functionFaults, functionOf, type LogBatch } from "./function-faults.js";

/** Takes in what a function's log tells of its faults, into the project of the function's name. Gives back how many. */
export async function takeFunctionFaults(ports: IngestPorts, batch: LogBatch): Promise<number> {
  const reports = await functionFaults(batch, ports.settings.publicUrl);
  if (reports.length === 0) return 0;
  const project = await projectForEvents(ports, functionOf(batch));
  await ingest(forRequest(ports), { project, parsed: { reports, rejected: [] } });
  return reports.length;
}
