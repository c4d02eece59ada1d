import { fakeServer } from "../notify/fake-server.js";

/** A destination outside: what it was told, and how often it is to refuse what comes next. */
export interface Inbox {
  readonly url: string;
  readonly told: readonly string[];
  readonly refused: readonly string[];
  refuse(times: number): void;
  close(): void;
}

export async function startInbox(): Promise<Inbox> {
  const told: string[] = [];
  const refused: string[] = [];
  let toRefuse = 0;
  const { url, close } = await fakeServer(
    ({ body }) => {
      const isRefused = toRefuse > 0;
      if (isRefused) toRefuse -= 1;
      (isRefused ? refused : told).push(JSON.stringify(body));
      return { status: isRefused ? 503 : 200, body: {} };
    },
    { status: 429, body: {} },
  );
  return {
    url,
    told,
    refused,
    refuse: (times) => {
      toRefuse = times;
    },
    close,
  };
}
