import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { describeNeeding } from "../needing.js";
import { ROOT, readSource } from "../repository/source.js";
import { freePorts } from "./running-world.js";
import { until } from "./until.js";

// docs/one-machine.md, done as it says: on free ports, in folders of its own, and with a certificate made for it.

const run = promisify(execFile);
const PAGE = readSource("docs/one-machine.md").text;
const blocks = (kind: string): string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\``, "gms"))].map(([, block]) => block ?? "");
const [unit = ""] = blocks("ini");
const [nginxBlock = ""] = blocks("nginx");
const [settings = ""] = blocks("properties");
const [, backup = "", restore = ""] = blocks("sh");

const MASTER = "a master key for this story";
const CLIENT = "a client key for this story";
const NAME = "errors.example.com";

let folder: string;
let ports: { world: number; tls: number };
let server: ChildProcess | undefined;
let nginx: ChildProcess | undefined;

/** The page's text, for the folders and ports of this test. */
const here = (text: string): string =>
  text
    .replaceAll("/opt/faultline", ROOT)
    .replaceAll("/usr/bin/node", process.execPath)
    .replaceAll("/var/lib", join(folder, "lib"))
    .replaceAll("/var/backups", join(folder, "backups"))
    .replace(/\/etc\/letsencrypt\/live\/[\w.]+/g, folder)
    .replaceAll("127.0.0.1:3000", `127.0.0.1:${ports.world}`)
    .replace(/listen 443 ssl/g, `listen 127.0.0.1:${ports.tls} ssl`)
    .replace(/listen 80;/g, `listen unix:${join(folder, "plain.sock")};`);

/** What a unit says of its service, by name. */
const said = (name: string): string => new RegExp(`^${name}=(.*)$`, "m").exec(here(unit))?.[1] ?? "";

const settingsHere = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    here(settings)
      .trim()
      .split("\n")
      .map((line): [string, string] => {
        const at = line.indexOf("=");
        return [line.slice(0, at), line.slice(at + 1)];
      }),
  );

async function start(): Promise<void> {
  const [program = "", ...rest] = said("ExecStart").split(" ");
  const own = { FAULTLINE_PORT: String(ports.world), FAULTLINE_CLIENT_KEY: CLIENT };
  const child = spawn(program, rest, {
    cwd: said("WorkingDirectory"),
    env: { ...process.env, ...settingsHere(), ...own, FAULTLINE_MASTER_KEY: MASTER },
    stdio: ["ignore", "pipe", "inherit"],
  });
  server = child;
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await until("it says that it is ready", () => {
    if (child.exitCode !== null) throw new Error(`it ended: ${printed}`);
    return printed.includes(`ready https://${NAME}\n`) || undefined;
  });
}

/** As `systemctl stop`: SIGTERM, and the code it ends with. */
async function stop(): Promise<number | null> {
  const child = server;
  if (!child || child.exitCode !== null) return child?.exitCode ?? null;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
  return child.exitCode;
}

/** The lines of a block for the shell that are no command to systemd. */
const typed = (block: string): Promise<unknown> =>
  run("bash", ["-euo", "pipefail", "-c", here(block).replace(/^systemctl .*$/gm, "")]);

/** By the name that is on the certificate, to nginx. */
const asked = async (path: string, ...more: string[]): Promise<string> => {
  const url = `https://${NAME}:${ports.tls}${path}`;
  const at = ["--resolve", `${NAME}:${ports.tls}:127.0.0.1`, "--cacert", join(folder, "fullchain.pem")];
  return (await run("curl", ["-sS", "--fail-with-body", ...at, ...more, url])).stdout;
};

const Issues = z.object({ issues: z.array(z.object({ id: z.string(), count: z.number() })) });
const issues = async () =>
  Issues.parse(JSON.parse(await asked("/v1/projects/shop/issues", "-H", `x-api-key: ${MASTER}`))).issues;

describeNeeding("nginx", "one machine, as docs/one-machine.md sets it up", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "faultline-machine-"));
    const world = await freePorts();
    ports = { world, tls: world + 1 };
    for (const made of ["lib", "backups"]) await mkdir(join(folder, made));
    const certificate = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${NAME}`];
    const named = ["-addext", `subjectAltName=DNS:${NAME}`];
    const files = ["-keyout", join(folder, "privkey.pem"), "-out", join(folder, "fullchain.pem")];
    execFileSync("openssl", ["req", ...certificate, ...named, ...files], { stdio: "ignore" });
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (of) => `${of}_temp_path ${of};`,
    );
    await writeFile(
      join(folder, "nginx.conf"),
      `daemon off; master_process off; pid nginx.pid; events {}\nhttp { access_log off; ${temporary.join(" ")}\n${here(nginxBlock)}}`,
    );
    nginx = spawn("nginx", ["-p", folder, "-c", "nginx.conf", "-e", "stderr"], { stdio: "ignore" });
    await start();
    await until("nginx answers", async () => (await asked("/health").catch(() => "")) !== "" || undefined);
  });
  afterAll(async () => {
    nginx?.kill();
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("what it posts over TLS is there, and what people copy leads back to it by its name", async () => {
    const body = JSON.stringify({ errors: [{ type: "TypeError", message: "it broke" }] });
    const headers = ["-H", `x-api-key: ${CLIENT}`, "-H", "content-type: application/json"];
    await asked("/v0/projects/shop/errors", ...headers, "-d", body);
    await until("it is listed", async () => (await issues())[0]?.count === 1 || undefined);
    expect(await asked("/v1/projects/shop/setup", "-H", `x-api-key: ${MASTER}`)).toContain(
      `https://${NAME}/v0/projects/shop/errors`,
    );
  });

  test("it ends by SIGTERM, is backed up, lost, restored, and counts what it counted", async () => {
    const before = await issues();
    expect(await stop()).toBe(0);
    await typed(backup);
    await typed(restore);
    await start();
    expect(before).toHaveLength(1);
    expect(await issues()).toEqual(before);
  });
});

describeNeeding("systemd-analyze", "the unit of docs/one-machine.md", () => {
  test("is one that systemd takes", async () => {
    const place = await mkdtemp(join(tmpdir(), "faultline-unit-"));
    const file = join(place, "faultline.service");
    // Its user and program are not on every machine that runs this.
    await writeFile(
      file,
      unit
        .replace("User=faultline", `User=${userInfo().username}`)
        .replaceAll("/usr/bin/node", process.execPath),
    );
    const { stderr } = await run("systemd-analyze", ["verify", "--man=no", file]);
    await rm(place, { recursive: true });
    expect(stderr.split("\n").filter((line) => line.includes("faultline"))).toEqual([]);
  });
});
