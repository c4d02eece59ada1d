import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { launchChromium } from "../chromium.js";
import { describeNeeding } from "../needing.js";
import { ROOT, readSource } from "../repository/source.js";
import { until } from "../stories/until.js";
import { type FreshFolder, freshFolder } from "./fresh-folder.js";
import { type Receiver, receiver } from "./receiver.js";

let folder: FreshFolder;
let region: Receiver;
beforeAll(async () => {
  [folder, region] = await Promise.all([freshFolder(), receiver()]);
});
afterAll(async () => {
  await Promise.all([folder?.dispose(), region?.close()]);
});

const options = (): string => JSON.stringify({ url: region.url, project: "shop", key: "k" });

test("the package is what runs, its types, its licence and its page, and needs no other", async () => {
  const isExpected = (path: string): boolean =>
    /^dist\/([a-z-]+\.d\.ts|node\.js|browser\.js)$/.test(path) ||
    ["package.json", "README.md", "LICENSE"].includes(path);
  expect(folder.packed).toEqual(
    expect.arrayContaining(["LICENSE", "README.md", "dist/browser.js", "dist/node.js", "dist/node.d.ts"]),
  );
  expect(folder.packed.filter((path) => !isExpected(path))).toEqual([]);
  expect(await folder.installed()).toEqual(["@faultline"]);
});

test("the package's licence and address are the repository's own", () => {
  const Manifest = z.looseObject({
    license: z.string(),
    repository: z.looseObject({ url: z.string() }),
    bugs: z.string(),
    private: z.boolean().optional(),
  });
  const [client, root] = ["packages/client/package.json", "package.json"].map((path) =>
    Manifest.parse(JSON.parse(readSource(path).text)),
  );
  expect(readSource("packages/client/LICENSE").text).toBe(readSource("LICENSE").text);
  expect(client).toMatchObject({
    license: root?.license,
    bugs: root?.bugs,
    repository: { url: root?.repository.url, directory: "packages/client" },
    publishConfig: { access: "public", provenance: true },
  });
  expect(client?.private).toBeUndefined();
});

test("an ES module reports with it", async () => {
  const program = await folder.write(
    "app.mjs",
    `import { faultline } from "@faultline/client";
     const errors = faultline(${options()});
     errors.report(new Error("from a module"));
     process.exit(await errors.close() ? 0 : 1);`,
  );
  expect(await folder.run(process.execPath, [program])).toEqual({ code: 0, output: "" });
  expect(region.messages).toContain("from a module");
});

test("`require` gives the same, and says nothing of it on the terminal", async () => {
  const program = await folder.write(
    "app.cjs",
    `const { faultline } = require("@faultline/client");
     const errors = faultline(${options()});
     errors.report(new Error("from CommonJS"));
     errors.close().then((isWell) => process.exit(isWell ? 0 : 1));`,
  );
  expect(await folder.run(process.execPath, [program])).toEqual({ code: 0, output: "" });
  expect(region.messages).toContain("from CommonJS");
});

test("an error that nobody caught is sent before the process ends as it would have", async () => {
  const program = await folder.write(
    "crash.mjs",
    `import { faultline } from "@faultline/client/node";
     faultline(${options()});
     throw new Error("nobody caught this");`,
  );
  const { code, output } = await folder.run(process.execPath, [program]);
  expect(code).toBe(1);
  expect(output).toContain("nobody caught this");
  expect(region.messages).toContain("nobody caught this");
});

const APPLICATION = `
import { type Event, faultline, type NodeClient } from "@faultline/client";
import { faultline as ofPages } from "@faultline/client/browser";
const errors: NodeClient = faultline({ url: "https://e.example", project: "shop", key: "k", spoolFolder: "/tmp/s" });
const id: string | undefined = errors.report(new Error("x"), { level: "fatal", tags: { a: "b" } });
const page = ofPages({ url: "", project: "", key: "", spool: true, beforeReport: (event: Event) => event });
export const ends: Promise<boolean>[] = [errors.close(), page.flush()];
export const said = errors.within({ user: { id: "1" } }, () => id);
`;

/** What the compiler says of a file there, under strict settings and without leaving out the package's own types. */
function compiled(name: string, module: "nodenext" | "esnext"): Promise<{ code: number; output: string }> {
  const resolution = module === "esnext" ? ["--moduleResolution", "bundler"] : [];
  const types = ["--typeRoots", join(ROOT, "node_modules/@types"), "--types", "node"];
  const strict = ["--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom"];
  const tsc = join(ROOT, "node_modules/.bin/tsc");
  return folder.run(tsc, [...strict, "--module", module, ...resolution, ...types, name]);
}

test.each([
  ["app.mts", "nodenext"],
  ["app.cts", "nodenext"],
  ["app.ts", "esnext"],
] as const)("%s compiles against its types (%s)", async (name, module) => {
  await folder.write(name, APPLICATION);
  expect(await compiled(name, module)).toEqual({ code: 0, output: "" });
});

test("what it does not take does not compile", async () => {
  await folder.write(
    "wrong.mts",
    'import { faultline } from "@faultline/client";\nfaultline({ url: "https://e.example", project: "shop" });\n',
  );
  const { code, output } = await compiled("wrong.mts", "nodenext");
  expect(code).not.toBe(0);
  expect(output).toMatch(/wrong\.mts.*Property 'key' is missing/);
});

/** A page's program as a bundler makes it of the installed package. */
async function bundled(specifier: string): Promise<{ text: string; inputs: string[] }> {
  const contents = `import { faultline } from "${specifier}";
    faultline({ ...${options()}, batchMilliseconds: 10 });
    throw new Error("nobody caught this in ${specifier}");`;
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: folder.path, sourcefile: "page.js" },
    absWorkingDir: folder.path,
    bundle: true,
    format: "iife",
    platform: "browser",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  return { text: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}

const SPECIFIERS = ["@faultline/client", "@faultline/client/browser"];

test.each(SPECIFIERS)("a bundle for browsers of %s takes the file for browsers alone", async (specifier) => {
  const { inputs } = await bundled(specifier);
  expect(inputs.sort()).toEqual(["node_modules/@faultline/client/dist/browser.js", "page.js"]);
});

describeNeeding("chromium", "the bundle in a browser", () => {
  test.each(SPECIFIERS)("%s reports what nobody caught", async (specifier) => {
    region.serve((await bundled(specifier)).text);
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(region.url);
      await until(
        "it arrived",
        () =>
          region.messages.some((message) => message.includes(`nobody caught this in ${specifier}`)) ||
          undefined,
      );
    } finally {
      await browser.close();
    }
  });
});
