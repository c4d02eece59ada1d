import { call } from "../stories/api.js";
import type { RunningWorld } from "../stories/running-world.js";

/** Makes a project without errors, and gives back the number that SDKs of Sentry's call it by. */
export async function makeProject({ url, masterKey }: RunningWorld, name: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const answer = await call(`${url}/v1/projects/${name}`, {
    method: "PUT",
    key: masterKey,
    headers,
    body: "{}",
  });
  if (answer.status !== 201) throw new Error(`PUT ${name}: ${answer.status} ${answer.text}`);
  return String(JSON.parse(answer.text).number);
}
