import { expect, test } from "vitest";
import { SPELLINGS } from "../../fixtures/secrets/spellings.js";
import { redactText } from "../redact-text.js";

/** What cost quadratic time somewhere once, or would in an expression that looks ahead without an end. */
const PIECES = [
  "eyJ-",
  "eyJ",
  '\\"',
  "\\",
  " ",
  "\t",
  "\n",
  "/",
  "a=",
  "a",
  "password",
  "password=",
  "password:",
  'password="',
  "password='",
  'password=\\"',
  'password=""',
  'password=\\\\\\"',
  "password=[",
  "password=(",
  "password={",
  "password: ",
  "password ",
  "password\\",
  "session=",
  'session="',
  "session='\\'",
  'session=\\"\\\\\\"',
  "session: x y ",
  "pin=",
  '"password","',
  "('password','",
  "[password] => ",
  "\n[session] => ",
  "\npassword: ",
  "--password ",
  "--password=",
  "-Dpassword=",
  "<password>",
  "<name>password</name><value>",
  "<name>password</name> <value>",
  "insert into a (token) values (1), (",
  "insert into a (token) values (",
  "insert into a (token) values ('",
  "values (?) params: [",
  "select a = ? params: [",
  "params: ",
  'login("a", "',
  "login(",
  "PDO->__construct('a', ",
  "Token(value=",
  "Token(",
  'token ("',
  "seed phrase: abandon ability ",
  "abandon ability ",
  "net use \\a ",
  "echo a | ",
  "MIIEIBAAKC",
  "IBADANBgkqhkiG9w0BAQEFAASC",
  "PWD={",
  "<password ",
  "<password></",
  "&lt;password&gt;",
  "<password><![CDATA[",
  "&quot;password&quot;:&quot;",
  "%22password%22%3A%22",
  "password%5D=",
  'name="password"',
  'name="password" value="',
  'name="password"\r\n\r\n',
  "name: 'auth', args: [",
  "Authorization: ",
  "Authorization: Bearer ",
  'Authorization: Digest a="',
  "Authorization: Digest a=b, ",
  "Bearer ",
  "Bearer a",
  "Cookie: a=b; ",
  "Cookie: ",
  "a=b; ",
  "://",
  "://a:",
  "://a:b",
  "://a:b/",
  "://a@",
  "@tcp(",
  "a:b@tcp(",
  "-----BEGIN PRIVATE KEY-----",
  "-----BEGIN ",
  "-----END ",
  "xox-",
  "xoxb-",
  "sk-",
  "SG.",
  "AKIA",
  "AIza",
  "hooks.slack.com/",
  ":AA",
  "123456789:AA",
  "1 ",
  "4111 ",
  "4",
  "1234-",
  "DE89 ",
  "DE89",
  "identified by '",
  "identified with a ",
  "curl -u ",
  "mysql -p",
  " -p ",
  "token => ",
  "パスワード",
  "パスワード：",
  "“password”: “",
  "key ",
  "api key ",
  "secret_token_",
  "s:8:",
  "Some(",
  "<<",
  "(a) ",
  "password=Some(",
  "password=<<",
  "password = (a) ",
  "password=a,",
  "password=a,b",
  "password=a&",
  "password=it's",
  "password=\\n",
  "insert into a (b) values ('",
  "insert into a (",
  "duplicate entry '",
  "x.setPassword('",
  "define('password','",
  "AUTH ",
  "oracle:thin:",
  "oracle:thin:a/",
  `AC${"0".repeat(32)}:`,
  ".atlasv1.",
  "a.atlasv1.",
  "private-lines: 1\n",
  "private-lines: 1\nA",
  "password:\n",
  "password for a: ",
  "password | ",
  "password\\u003d",
  "auth=('a','",
  "%3A%20",
  "${",
  "password=${",
];

/** Processor time in microseconds: what else the machine does is not in it. */
function costOf(text: string): number {
  const before = process.cpuUsage();
  redactText(text);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const leastOf = (runs: number, text: string): number =>
  Math.min(...Array.from({ length: runs }, () => costOf(text)));

/** Ten times as much is 10 times the time when it is linear, and 100 times when it is quadratic. */
const RATIO_MAX = 15;
/** Microseconds below which a measurement says nothing. */
const NOISE = 4_000;

const repeated = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** True when it costs too much each time: a busy moment may fall on the long text alone, a quadratic step does always. */
function isSteep(make: (length: number) => string, long: number): boolean {
  const longText = make(long);
  const shortText = make(long / 10);
  return Array.from({ length: 5 }).every(
    (_, turn) => costOf(longText) > RATIO_MAX * Math.max(leastOf(1 + turn, shortText), NOISE),
  );
}

test("ten times as much of anything takes ten times as long", () => {
  expect(PIECES.filter((piece) => isSteep((length) => repeated(piece, length), 100_000))).toEqual([]);
});

test("so it does after what opens a value and never closes it", () => {
  const openings = [
    '{"password":"',
    "password=",
    "session='",
    "<password>",
    '{\\"token\\":\\"',
    "Cookie: ",
    "://a:",
  ];
  const steep = openings.flatMap((opening) =>
    PIECES.filter((piece) => isSteep((length) => opening + repeated(piece, length), 20_000)).map(
      (piece) => `${opening}, then ${piece}`,
    ),
  );
  expect(steep).toEqual([]);
});

test("so it does of every spelling of a name and its value, whole and cut off", () => {
  const spelled = Object.values(SPELLINGS).map(({ write, names }) => write(names[0] ?? "", "hunter2zq"));
  const cut = spelled.map((text) => text.slice(0, text.indexOf("hunter2zq") + 3));
  const steep = [...spelled, ...cut].filter((piece) => isSteep((length) => repeated(piece, length), 40_000));
  expect(steep).toEqual([]);
});

test.each([
  ["eyJ-", 400_000],
  [`{"a":"${'\\"'.repeat(60_000)}`, 1],
  ["a=", 500_000],
  ["/", 1_000_000],
  [" ", 1_000_000],
  ["password=", 110_000],
  ["session='\\'", 100_000],
])("a megabyte of %j takes less than a second", (piece, times) => {
  expect(leastOf(3, piece.repeat(times)) / 1_000).toBeLessThan(1_000);
});
