import { expect, test } from "vitest";
import { secretTexts } from "../fixtures/secrets/secret-texts.js";
import { LIMITS, limit } from "./limit.js";
import { redact } from "./redact.js";
import { redactText } from "./redact-text.js";
import type { Report } from "./report.js";

const plain: Report = { level: "error", type: "Error", message: "it broke", exceptions: [] };

test("values of keys that name a secret go, wherever they stand", () => {
  const secret = "canary-value";
  const report = redact(
    {
      ...plain,
      extra: {
        params: {
          password: secret,
          user: { api_key: secret, Token: secret, nested: [{ "set-cookie": secret }] },
        },
      },
      contexts: { db: { DATABASE_URL: secret, client_secret: secret } },
      request: {
        headers: { Authorization: secret, cookie: secret, "X-Api-Key": secret, accept: "text/html" },
        body: { cvc: secret },
      },
      breadcrumbs: [{ data: { accessToken: secret } }],
      tags: { sessionid: secret },
      raw: { pwd: secret, deep: { webhookUrl: secret } },
    },
    [],
  );
  expect(JSON.stringify(report)).not.toContain(secret);
  expect(report.request?.headers?.accept).toBe("text/html");
});

const inFrame = (vars: Record<string, unknown>, inApp = true): Report => ({
  ...plain,
  exceptions: [{ type: "E", message: "m", frames: [{ file: "a.py", inApp, vars }] }],
});

test("local variables lose their secrets, by their names and by their looks, however deep", () => {
  const report = redact(
    inFrame({
      password: "canary",
      order: { api_key: "canary", id: 7 },
      url: "postgres://shop:canary@db/shop",
    }),
  );
  expect(JSON.stringify(report)).not.toContain("canary");
  expect(report.exceptions[0]?.frames[0]?.vars?.order).toMatchObject({ id: 7 });
});

test("local variables are bounded, and those of libraries go first when an event is too large", () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`v${n}`, "x".repeat(5_000)]));
  const [frame] = limit(inFrame(many)).exceptions[0]?.frames ?? [];
  expect(Object.keys(frame?.vars ?? {})).toHaveLength(LIMITS.varsMax);
  expect(frame?.vars?.v0).toHaveLength(LIMITS.varMax);
  const [own] = inFrame(many).exceptions[0]?.frames ?? [];
  const [foreign] = inFrame(many, false).exceptions[0]?.frames ?? [];
  const frames = [own, foreign, foreign].filter((one) => one !== undefined);
  const kept = limit({ ...plain, exceptions: [{ type: "E", message: "m", frames }] }).exceptions[0]?.frames;
  expect(kept?.map(({ vars }) => vars !== undefined)).toEqual([true, false, false]);
});

test("names count in every spelling, as keys and beside their values, and so does what only asks for a secret", () => {
  const report = redact({
    ...plain,
    extra: {
      env: {
        MYSQL_PWD: "canary",
        PWD: "/srv/app",
        DB_PASS: "canary",
        APP_KEY: "base64:canary",
        RAILS_MASTER_KEY: "canary",
      },
      "action_dispatch.secret_key_base": "canary",
      "rack.request.form_vars": "user[password]=canary",
      "user[password]": "canary",
      fields: [{ name: "password", value: "canary" }],
      "sys.argv": ["manage.py", "--password", "canary", "--token=canary"],
      query: [
        ["user", "anna"],
        ["access_token", "canary"],
      ],
      payment: { pan: 4111111111111111, cardCvc: 123, id: 1699999999999999 },
      iban: "canary",
      SAMLResponse: "canary",
      code_verifier: "canary",
      passcode: 4711,
    },
  });
  const text = JSON.stringify(report);
  expect(text).not.toMatch(/canary|4111111111111111|:123|4711/);
  expect(text).toContain("anna");
  expect(text).toContain("1699999999999999");
  expect(text).toContain("/srv/app");
});

test("what only speaks of a secret stays: how long it is, whether there is one, that there is none", () => {
  const extra = {
    has_password: true,
    password_length: 12,
    is_valid_token: false,
    api_key: null,
    token: "",
    max_tokens: 4096,
    token_type: "Bearer",
    primary_key: "id",
    author: "anna",
    cache_key: "orders/1",
  };
  expect(redact({ ...plain, extra }).extra).toEqual(extra);
});

test("the variables and the source lines of a frame are read as well, the code among them stays", () => {
  const key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";
  const report = redact({
    ...plain,
    exceptions: [
      {
        type: "E",
        message: "m",
        frames: [
          {
            file: "db.php",
            inApp: true,
            vars: { password: "'canary'", config: "{'user': 'anna', 'api_key': 'canary'}", retries: 3 },
            code: {
              "8": "$password = 'canary';",
              "9": "$db = new PDO($dsn, $user, $password);",
              "10": "const token = await readToken(request);",
              "11": 'key = """-----BEGIN RSA PRIVATE KEY-----',
              "12": key,
              "13": "short==",
              "14": '-----END RSA PRIVATE KEY-----"""',
              "15": "return total(cart);",
            },
          },
        ],
      },
    ],
  });
  const [frame] = report.exceptions[0]?.frames ?? [];
  expect(JSON.stringify(frame)).not.toMatch(/canary|MIIE|short==/);
  expect(frame?.vars).toEqual({
    password: "[redacted]",
    config: "{'user': 'anna', 'api_key': '[redacted]'}",
    retries: 3,
  });
  expect(frame?.code?.["9"]).toBe("$db = new PDO($dsn, $user, $password);");
  expect(frame?.code?.["10"]).toBe("const token = await readToken(request);");
  expect(frame?.code?.["15"]).toBe("return total(cart);");
});

test("a project's own names count inside texts as well, in any spelling", () => {
  const own = (message: string): string => redact({ ...plain, message }, ["customer_number"]).message;
  expect(own("customer_number=canary1 user=anna")).toBe("customer_number=[redacted] user=anna");
  expect(own('{"customerNumber":"canary"}')).toBe('{"customerNumber":"[redacted]"}');
  expect(own("Customer-Number: canary1")).toBe("Customer-Number: [redacted]");
  expect(own("customers: 3")).toBe("customers: 3");
});

test("what is redacted once stays as it is when it is redacted again", () => {
  const once = secretTexts().map(({ text }) => redactText(text));
  expect(once.map(redactText)).toEqual(once);
});

test("a project's own key names count whatever their case and separators", () => {
  const report = redact({ ...plain, extra: { "customer-number": "canary", CustomerNumber: "canary" } }, [
    "customer_number",
  ]);
  expect(JSON.stringify(report)).not.toContain("canary");
});

const SECRETS = [
  "Authorization: Bearer abcdef1234567890",
  "Basic dXNlcjpwYXNzd29yZA==",
  "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
  ["xoxb", "123456789012", "abcdefghijklmnop"].join("-"),
  "ghp_0123456789abcdefghijABCDEFGHIJ012345",
  "glpat-0123456789abcdefghij",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
  "AKIAIOSFODNN7EXAMPLE",
  "postgres://shop:s3cr3tpw@db.internal:5432/shop",
  "/login?user=a&password=s3cr3tpw&next=/",
  '{"password":"s3cr3tpw"}',
  "api_key=s3cr3tpw",
  "4111 1111 1111 1111",
  "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----",
];

test.each(SECRETS)("what looks like a secret goes from any text: %s", (secret) => {
  const text = redactText(`before ${secret} after`);
  expect(text).toContain("[redacted]");
  for (const part of [
    "abcdef1234567890",
    "dXNlcjpwYXNz",
    "XXXXXXXX",
    "abcdefghijklmnop",
    "0123456789abcdefghij",
    "s3cr3tpw",
  ]) {
    expect(text).not.toContain(part);
  }
  expect(text).not.toMatch(/1111 1111|MIIEpAIB|eyJzdWI|IOSFODNN7/);
});

test.each([
  "total is not a function",
  "order 1234567890123 failed after 31 ms",
  "at 2026-11-24T00:00:00.000Z in /srv/app/token.js:12:3",
  "https://shop.example.jp/orders/10231?page=2",
  "在庫数が不正です: 商品「深煎りコーヒー豆 200g」",
  "basic facts about bears",
])("ordinary text stays as it is: %s", (text) => {
  expect(redactText(text)).toBe(text);
});

test.each(["a=", "password", "://a:", "1 ", "eyJ", "xox-", "-----BEGIN PRIVATE KEY-----"])(
  "a megabyte of %j is looked through in one pass: quadratic time would outlast this test by far",
  (hostile) => {
    const text = hostile.repeat(Math.ceil(1_000_000 / hostile.length));
    expect(redactText(text).length).toBeGreaterThan(0);
  },
);

test("whatever a report holds, it comes out bounded and well-formed", () => {
  const breadcrumbs = Array.from({ length: 1000 }, (_, n) => ({ message: `crumb ${n}` }));
  let deep: unknown = "end";
  for (let depth = 0; depth < 50_000; depth++) deep = [deep];
  const report = limit(
    redact({
      ...plain,
      message: `${"x".repeat(1_000_000)}\ud800`,
      exceptions: Array.from({ length: 50 }, () => ({
        type: "E",
        message: "m".repeat(100_000),
        frames: Array.from({ length: 500 }, (_, line) => ({ file: "f".repeat(5000), line, inApp: true })),
      })),
      extra: {
        deep,
        wide: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, "v".repeat(1000)])),
      },
      breadcrumbs,
    }),
  );
  expect(report.message.length).toBe(LIMITS.messageMax);
  expect(report.message.isWellFormed()).toBe(true);
  expect(report.exceptions).toHaveLength(LIMITS.exceptionsMax);
  expect(report.exceptions[0]?.frames.at(-1)?.line).toBe(499);
  expect(
    limit({ ...plain, breadcrumbs })
      .breadcrumbs?.map(({ message }) => message)
      .at(-1),
  ).toBe("crumb 999");
  expect(JSON.stringify(report).length).toBeLessThan(1_500_000);
});

test("a flat list of headers, as Node has it, is read as names and values; a list of names is not", () => {
  const raw = [
    "Host",
    "shop.example",
    "X-Api-Key",
    "aB3dE5gH7jK9",
    "Cookie",
    "sid=abc; theme=dark",
    "Accept",
    "*/*",
  ];
  const names = ["cookie", "theme", "session", "lang"];
  const complaint = ["token", "is too short"];
  const extra = { raw, names, complaint };
  expect(redact({ level: "error", type: "E", message: "m", exceptions: [], extra }).extra).toEqual({
    raw: ["Host", "shop.example", "X-Api-Key", "[redacted]", "Cookie", "[redacted]", "Accept", "*/*"],
    names,
    complaint,
  });
});
