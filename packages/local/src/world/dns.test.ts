import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { connect, createServer } from "node:net";
import { decode, encode, type Packet, streamDecode, streamEncode, TRUNCATED_RESPONSE } from "dns-packet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerTo, datagramTo, type Lookup, TTL_SECONDS } from "./dns-message.js";
import { answerDatagram, dnsServer } from "./dns-server.js";
import { resolver } from "./resolver.js";

const NAME = "faultline.localhost";
const LONG = `${Array.from({ length: 4 }, () => "x".repeat(60)).join(".")}.test`;

let active = { name: `us-east-1.${NAME}`, address: "127.0.0.1", port: 3001 };
let asked = 0;
const lookup: Lookup = (name) => {
  asked += 1;
  if (name === LONG) return { ...active, name: LONG };
  return name === NAME || name === active.name ? active : undefined;
};

let port = 0;
let stop: () => Promise<void>;
beforeAll(async () => {
  port = await freePort();
  stop = await dnsServer(port, lookup);
});
afterAll(() => stop());

/** One that is free for TCP and, but for bad luck, for UDP. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === "object" && address ? address.port : 0;
}

const query = (name: string, type: "A" | "AAAA" | "SRV" | "TXT", more: Packet = {}): Buffer =>
  encode({ type: "query", id: 4711, flags: 1 << 8, questions: [{ type, name }], ...more });
const answered = (message: Buffer) => {
  const answer = answerTo(message, lookup);
  return answer && decode(answer);
};

describe("a query is answered", () => {
  test("by Node's own resolver: A, SRV, TXT, and no AAAA for a name that is there", async () => {
    const dns = new Resolver({ timeout: 60_000, tries: 1 });
    dns.setServers([`127.0.0.1:${port}`]);
    expect(await dns.resolve4(NAME, { ttl: true })).toEqual([{ address: "127.0.0.1", ttl: TTL_SECONDS }]);
    // Node 24 tells the type of the record besides.
    expect(await dns.resolveSrv(NAME)).toMatchObject([
      { name: active.name, port: 3001, priority: 0, weight: 0 },
    ]);
    expect(await dns.resolveTxt(NAME)).toEqual([[active.name]]);
    await expect(dns.resolve6(NAME)).rejects.toMatchObject({ code: "ENODATA" });
    await expect(dns.resolve4(`nobody.${NAME}`)).rejects.toMatchObject({ code: "ENOTFOUND" });
    await expect(dns.resolve4("example.com")).rejects.toMatchObject({ code: "ENOTFOUND" });
  });

  test("over TCP, several in one connection, and in pieces", async () => {
    const message = Buffer.concat([streamEncode(packet(1, NAME)), streamEncode(packet(2, "example.com"))]);
    const socket = connect(port, "127.0.0.1");
    let received = Buffer.alloc(0);
    const both = new Promise<void>((done) => {
      socket.on("data", (chunk) => {
        received = Buffer.concat([received, chunk]);
        const first = received.length > 2 ? 2 + received.readUInt16BE() : received.length;
        if (received.length > first + 2) done();
      });
    });
    socket.write(message.subarray(0, 5));
    socket.write(message.subarray(5));
    await both;
    socket.destroy();
    const end = 2 + received.readUInt16BE();
    const [first, second] = [streamDecode(received.subarray(0, end)), streamDecode(received.subarray(end))];
    expect([first.id, codeOf(first), first.answers?.length]).toEqual([1, "NOERROR", 1]);
    expect([second.id, codeOf(second)]).toEqual([2, "NXDOMAIN"]);
  });

  test("in whatever case it is asked, which is given back as it came", () => {
    const answer = answered(query("FaultLine.LocalHost", "A"));
    expect(answer?.answers?.[0]).toMatchObject({ type: "A", name: "FaultLine.LocalHost", data: "127.0.0.1" });
    expect([answer?.id, answer?.flag_aa, answer?.flag_rd]).toEqual([4711, true, true]);
  });

  test("by a refusal when it is none of ours to answer", () => {
    const two: Packet["questions"] = [
      { type: "A", name: NAME },
      { type: "A", name: NAME },
    ];
    expect(codeOf(answered(query(NAME, "A", { questions: two })))).toBe("FORMERR");
    expect(codeOf(answered(query(NAME, "A", { questions: [] })))).toBe("FORMERR");
    const update = query(NAME, "A");
    update.writeUInt16BE(5 << 11, 2);
    expect(codeOf(answered(update))).toBe("NOTIMP");
  });
});

const CODES = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP"];
const codeOf = (answer: Packet | undefined): string | undefined => answer && CODES[(answer.flags ?? 0) & 15];
const packet = (id: number, name: string): Packet => ({
  type: "query",
  id,
  questions: [{ type: "SRV", name }],
});

test("noise, cut messages and answers are not answered, and the server goes on", async () => {
  const whole = query(NAME, "SRV");
  const noise = [
    Buffer.alloc(0),
    Buffer.from("GET / HTTP/1.1\r\n\r\n"),
    ...Array.from(whole.keys(), (length) => whole.subarray(0, length)),
    encode({ type: "response", id: 1, questions: [{ type: "A", name: NAME }] }),
  ];
  const isSilent = (message: Buffer): boolean => {
    const answer = answered(message);
    return answer === undefined || codeOf(answer) === "FORMERR";
  };
  expect(noise.filter((message) => !isSilent(message))).toEqual([]);

  const socket = createSocket("udp4");
  for (const message of noise) socket.send(message, port, "127.0.0.1");
  const answer = new Promise<Buffer>((heard) =>
    socket.on("message", (told) => decode(told).id === 4711 && heard(told)),
  );
  socket.send(whole, port, "127.0.0.1");
  expect(decode(await answer).answers).toHaveLength(1);
  socket.close();
});

test("a datagram from port 0, which is nobody's, is not answered", () => {
  const udp = createSocket("udp4");
  const from = { address: "127.0.0.1", port: 0 };
  expect(() => answerDatagram(udp, query(NAME, "SRV"), from, lookup)).not.toThrow();
  udp.close();
});

describe("an answer too long for a datagram", () => {
  test("is left out of it and marked, unless the asker takes more", () => {
    const short = decode(datagramTo(query(LONG, "SRV"), lookup) ?? Buffer.alloc(0));
    expect([short.flag_tc, short.answers]).toEqual([true, []]);
    const additionals: Packet["additionals"] = [
      {
        type: "OPT",
        name: ".",
        udpPayloadSize: 1232,
        flags: 0,
        extendedRcode: 0,
        ednsVersion: 0,
        flag_do: false,
        options: [],
      },
    ];
    const long = decode(datagramTo(query(LONG, "SRV", { additionals }), lookup) ?? Buffer.alloc(0));
    expect([long.flag_tc, long.answers?.length]).toEqual([false, 1]);
  });

  test("is fetched over TCP by our resolver", async () => {
    const clock = { now: () => 0 };
    expect(await resolver(port, clock).resolve(LONG)).toMatchObject({ port: 3001 });
  });
});

describe("the edge's resolver", () => {
  test("asks again only when the time to live is over, or the address did not answer", async () => {
    let now = 0;
    const names = resolver(port, { now: () => now });
    const region = async (): Promise<string> => (await names.resolve(NAME)).region;
    expect(await region()).toBe("us-east-1");
    active = { ...active, name: `us-west-2.${NAME}`, port: 3002 };
    const before = asked;
    now = TTL_SECONDS * 1000 - 1;
    expect(await region()).toBe("us-east-1");
    expect(asked).toBe(before);
    now += 1;
    expect(await region()).toBe("us-west-2");
    active = { ...active, name: `us-east-1.${NAME}`, port: 3001 };
    names.forget();
    expect(await region()).toBe("us-east-1");
  });

  test("asks once for many who ask together", async () => {
    const names = resolver(port, { now: () => 0 });
    const before = asked;
    await Promise.all(Array.from({ length: 50 }, () => names.resolve(NAME)));
    expect(asked).toBe(before + 1);
  });

  test("believes no answer to another question, and tells when there is none", async () => {
    const liar = createSocket("udp4", (message, { port: from }) => {
      liar.send(Buffer.from("noise"), from);
      const { questions } = decode(message);
      const data = { target: "evil.test", port: 666, priority: 0, weight: 0 };
      const forged: Packet = { type: "response", questions, answers: [{ type: "SRV", name: NAME, data }] };
      liar.send(encode({ ...forged, id: (message.readUInt16BE() + 1) % 65_536 }), from);
    });
    await new Promise<void>((ready) => liar.bind(0, "127.0.0.1", ready));
    const names = resolver(liar.address().port, { now: () => 0 }, 500);
    await expect(names.resolve(NAME)).rejects.toThrow("no answer from DNS");
    liar.close();
    await expect(resolver(port, { now: () => 0 }).resolve("example.com")).rejects.toThrow("knows no server");
  });
});

test("a name that leads nowhere in a datagram is truncated nowhere", () => {
  const answer = decode(datagramTo(query("example.com", "SRV"), lookup) ?? Buffer.alloc(0));
  expect([codeOf(answer), answer.flag_tc, (answer.flags ?? 0) & TRUNCATED_RESPONSE]).toEqual([
    "NXDOMAIN",
    false,
    0,
  ]);
});
