import { Agent, type RequestOptions, request } from "node:http";

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true });

/** One request over a connection that is kept, and what was answered. Throws when nobody answers. */
export function ask(url: string, options: RequestOptions, body = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, ...options }, (answer) => {
      let text = "";
      answer.on("data", (part) => {
        text += part;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Posts an envelope, as an SDK does. */
export function sendEnvelope(url: string, body: string): Promise<Answer> {
  const headers = {
    "content-type": "application/x-sentry-envelope",
    "content-length": Buffer.byteLength(body),
  };
  return ask(url, { method: "POST", headers }, body);
}
