/** A text with a secret in it, what must not be left of it, and what of the rest has to be. */
export interface SecretText {
  readonly text: string;
  readonly secrets: readonly string[];
  readonly kept?: string;
}

/** How programs write a name beside its value; `anna` stands in most, and has to stay. */
interface Spelling {
  readonly write: (name: string, value: string) => string;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

const long = "Zq9x8Yw7".repeat(90);
const WORDS = [
  "hunter2zq",
  "S3cr3t-pa55.zq",
  "swordfishzq",
  "9f86d081884c7d659a2feaa0c55ad015",
  "Qx7!zq%kk",
  "MDEyMzQ1Njc4OTAxMjM0NQ==",
  long,
];
const TEXTS = [
  ...WORDS,
  "correct horse battery zq",
  "ab,cd;ef=gh(ij)zq",
  "p@ss{wo}[rd] zq",
  "sp\u00e4t\u00fcber zq",
  `${long} ${long}`,
];
const NO_APOSTROPHE = TEXTS;
const APOSTROPHE = [...TEXTS, "it's-hunter2zq"];
const PLAIN = WORDS.filter((word) => !word.includes("%"));

const SNAKE = [
  "password",
  "db_password",
  "api_key",
  "secret_key",
  "access_token",
  "client_secret",
  "passcode",
  "encryption_key",
  "user_pass",
];
const CAMEL = [
  "password",
  "apiKey",
  "clientSecret",
  "accessToken",
  "refreshToken",
  "privateKey",
  "newPassword",
  "sessionToken",
];
const UPPER = [
  "DB_PASSWORD",
  "SECRET_KEY_BASE",
  "API_KEY",
  "MYSQL_PWD",
  "STRIPE_SECRET_KEY",
  "GITHUB_TOKEN",
  "PGPASSWORD",
  "APP_KEY",
];
const PASCAL = ["Password", "ApiKey", "ClientSecret", "AccessToken", "Pwd"];
const HEADERS = ["X-Api-Key", "X-Auth-Token", "X-CSRF-Token", "Api-Key", "X-Amz-Security-Token"];

const json = (value: unknown): string => JSON.stringify(value);
const single = (value: string): string => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const xml = (value: string): string => value.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);

export const SPELLINGS: Readonly<Record<string, Spelling>> = {
  "query string": {
    write: (n, v) => `GET /login?user=anna&${n}=${encodeURIComponent(v)}&next=%2F HTTP/1.1`,
    names: SNAKE,
    values: PLAIN,
  },
  "form, nested": {
    write: (n, v) => `Parameters: user[name]=anna&user[${n}]=${encodeURIComponent(v)}&commit=Save`,
    names: SNAKE,
    values: PLAIN,
  },
  "form, encoded names": {
    write: (n, v) => `body was user%5Bname%5D=anna&user%5B${n}%5D=${encodeURIComponent(v)}`,
    names: SNAKE,
    values: PLAIN,
  },
  logfmt: {
    write: (n, v) => `level=error user=anna ${n}=${v} msg="login failed"`,
    names: SNAKE,
    values: PLAIN,
  },
  "logfmt, quoted": {
    write: (n, v) => `level=error ${n}=${json(v)} user=anna`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  json: {
    write: (n, v) => `400 for ${json({ user: "anna", [n]: v, remember: true })}`,
    names: CAMEL,
    values: APOSTROPHE,
  },
  "json, pretty": {
    write: (n, v) => JSON.stringify({ user: "anna", [n]: v }, null, 2),
    names: SNAKE,
    values: APOSTROPHE,
  },
  "json in json": {
    write: (n, v) => json({ id: 7, body: json({ user: "anna", [n]: v }) }),
    names: CAMEL,
    values: APOSTROPHE,
  },
  "json in json in json": {
    write: (n, v) => json({ log: json({ body: json({ user: "anna", [n]: v }) }) }),
    names: SNAKE,
    values: APOSTROPHE,
  },
  "json, a list": { write: (n, v) => json({ user: ["anna"], [n]: [v] }), names: SNAKE, values: APOSTROPHE },
  "json, cut off": {
    write: (n, v) => json({ user: "anna", [n]: v }).slice(0, -3),
    names: SNAKE,
    values: NO_APOSTROPHE,
  },
  "json, name and value": {
    write: (n, v) => json({ name: n, value: v, user: "anna" }),
    names: SNAKE,
    values: APOSTROPHE,
  },
  "python dict": {
    write: (n, v) => `login failed: {'user': 'anna', '${n}': ${single(v)}}`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "python bytes": {
    write: (n, v) => `{'user': b'anna', '${n}': b${single(v)}}`,
    names: SNAKE,
    values: PLAIN,
  },
  "python 2 querydict": {
    write: (n, v) => `<QueryDict: {u'user': [u'anna'], u'${n}': [u${single(v)}]}>`,
    names: SNAKE,
    values: PLAIN,
  },
  "python dataclass": {
    write: (n, v) => `Login(user='anna', ${n}=${single(v)}, retries=3)`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "python tuples": {
    write: (n, v) => `[('user', 'anna'), ('${n}', ${single(v)})]`,
    names: SNAKE,
    values: WORDS,
  },
  "ruby hash": {
    write: (n, v) => `#<Client @user="anna", @opts={:user=>"anna", :${n}=>${json(v)}, :ssl=>true}>`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "ruby hash, texts": {
    write: (n, v) => `Parameters: {"user"=>"anna", "${n}"=>${json(v)}}`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "ruby 3.4 hash": {
    write: (n, v) => `{user: "anna", ${n}: ${json(v)}, ssl: true}`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "ruby instance variable": {
    write: (n, v) => `undefined method 'x' for #<Api @user="anna", @${n}=${json(v)}, @timeout=5>`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "php print_r": {
    write: (n, v) => `Array\n(\n    [user] => anna\n    [${n}] => ${v}\n)\n`,
    names: SNAKE,
    values: TEXTS,
  },
  "php var_dump": {
    write: (n, v) =>
      `array(2) {\n  ["user"]=>\n  string(4) "anna"\n  ["${n}"]=>\n  string(${v.length}) "${v}"\n}`,
    names: SNAKE,
    values: NO_APOSTROPHE,
  },
  "php var_export": {
    write: (n, v) => `array (\n  'user' => 'anna',\n  '${n}' => ${single(v)},\n)`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "php serialize": {
    write: (n, v) => `a:2:{s:4:"user";s:4:"anna";s:${n.length}:"${n}";s:${v.length}:"${v}";}`,
    names: SNAKE,
    values: NO_APOSTROPHE,
  },
  "php source": {
    write: (n, v) => `$user = 'anna'; $${n} = ${single(v)};`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "go struct": {
    write: (n, v) => `bad request {User:anna ${n}:${v} Retries:3}`,
    names: PASCAL,
    values: PLAIN,
  },
  "go struct, %#v": {
    write: (n, v) => `main.Login{User:"anna", ${n}:${json(v)}, Retries:3}`,
    names: PASCAL,
    values: APOSTROPHE,
  },
  "go map": { write: (n, v) => `map[${n}:${v} user:anna]`, names: SNAKE, values: PLAIN },
  "go header map": {
    write: (n, v) => `headers map[Accept:[*/*] ${n}:[${v}] User:[anna]]`,
    names: HEADERS,
    values: PLAIN,
  },
  "go spew": {
    write: (n, v) => ` User: (string) (len=4) "anna",\n ${n}: (string) (len=${v.length}) ${json(v)}`,
    names: PASCAL,
    values: APOSTROPHE,
  },
  "go source": { write: (n, v) => `user := "anna"\n\t${n} := ${json(v)}`, names: CAMEL, values: APOSTROPHE },
  "java map": {
    write: (n, v) => `bad request {user=anna, ${n}=${v}, retries=3}`,
    names: CAMEL,
    values: PLAIN,
  },
  "java record": { write: (n, v) => `Login[user=anna, ${n}=${v}]`, names: CAMEL, values: PLAIN },
  lombok: {
    write: (n, v) => `LoginRequest(user=anna, ${n}=${v}, remember=true)`,
    names: CAMEL,
    values: PLAIN,
  },
  "java property": {
    write: (n, v) => `/usr/bin/java -Xmx1g -Dspring.user=anna -Dspring.datasource.${n}=${v} -jar app.jar`,
    names: CAMEL,
    values: PLAIN,
  },
  "java source": {
    write: (n, v) => `String user = "anna"; String ${n} = ${json(v)};`,
    names: CAMEL,
    values: APOSTROPHE,
  },
  ".net connection": {
    write: (n, v) => `Server=tcp:db.example,1433;Uid=anna;${n}=${v};Encrypt=true`,
    names: ["Password", "Pwd", "AccountKey", "SharedAccessKey"],
    values: PLAIN,
  },
  ".net anonymous": { write: (n, v) => `{ User = anna, ${n} = ${v} }`, names: PASCAL, values: PLAIN },
  "rust debug": {
    write: (n, v) => `Login { user: "anna", ${n}: Some(${json(v)}), retries: 3 }`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "swift dump": {
    write: (n, v) => `Login(user: "anna", ${n}: Optional(${json(v)}))`,
    names: CAMEL,
    values: APOSTROPHE,
  },
  "elixir map": {
    write: (n, v) => `no match: %{"user" => "anna", "${n}" => ${json(v)}}`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "elixir keywords": {
    write: (n, v) => `** (MatchError) [user: "anna", ${n}: ${json(v)}]`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  erlang: {
    write: (n, v) => `{badmatch,[{user,<<"anna">>},{<<"${n}">>,<<${json(v)}>>}]}`,
    names: SNAKE,
    values: NO_APOSTROPHE,
  },
  clojure: {
    write: (n, v) => `{:user "anna", :${n} ${json(v)}}`,
    names: ["password", "api-key", "client-secret"],
    values: APOSTROPHE,
  },
  scala: { write: (n, v) => `Map(user -> anna, ${n} -> ${v})`, names: CAMEL, values: PLAIN },
  yaml: { write: (n, v) => `db:\n  user: anna\n  ${n}: ${v}\n  port: 5432\n`, names: SNAKE, values: PLAIN },
  "yaml, words": {
    write: (n, v) => `db:\n  user: anna\n  ${n}: ${v}\n`,
    names: SNAKE,
    values: ["correct horse battery zq", "hunter2zq #1 of all", "zq ab: cd"],
  },
  "yaml, quoted": {
    write: (n, v) => `user: anna\n${n}: '${v.replaceAll("'", "''")}'\n`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  dotenv: {
    write: (n, v) => `DB_USER=anna\n${n}=${v}\nPATH=/usr/bin\n`,
    names: UPPER,
    values: [...WORDS, "correct horse battery zq"],
  },
  "env in a line": {
    write: (n, v) => `env: USER=anna ${n}=${v} PATH=/usr/bin:/bin`,
    names: UPPER,
    values: PLAIN,
  },
  "env exported": {
    write: (n, v) => `export USER=anna\nexport ${n}=${json(v)}\n`,
    names: UPPER,
    values: APOSTROPHE,
  },
  properties: {
    write: (n, v) => `spring.user = anna\nspring.datasource.${n} = ${v}\n`,
    names: SNAKE,
    values: PLAIN,
  },
  toml: { write: (n, v) => `[db]\nuser = "anna"\n${n} = ${json(v)}\n`, names: SNAKE, values: APOSTROPHE },
  xml: {
    write: (n, v) => `<login><user>anna</user><${n}>${xml(v)}</${n}></login>`,
    names: CAMEL,
    values: TEXTS,
  },
  "xml, prefix and attributes": {
    write: (n, v) => `<wsse:User>anna</wsse:User><wsse:${n} Type="text">${xml(v)}</wsse:${n}>`,
    names: PASCAL,
    values: TEXTS,
  },
  "xml, cdata": {
    write: (n, v) => `<user>anna</user><${n}><![CDATA[${v}]]></${n}>`,
    names: CAMEL,
    values: TEXTS,
  },
  "xml, escaped": {
    write: (n, v) => `&lt;user&gt;anna&lt;/user&gt;&lt;${n}&gt;${xml(v)}&lt;/${n}&gt;`,
    names: CAMEL,
    values: WORDS,
  },
  "xml, attribute": {
    write: (n, v) => `<connection user="anna" ${n}="${xml(v)}" timeout="5"/>`,
    names: CAMEL,
    values: TEXTS,
  },
  "xml, add key": {
    write: (n, v) => `<add key="User" value="anna"/><add key="${n}" value="${xml(v)}"/>`,
    names: PASCAL,
    values: TEXTS,
  },
  "html input": {
    write: (n, v) => `<input name="user" value="anna"><input type="hidden" name="${n}" value="${xml(v)}">`,
    names: ["password", "csrf_token", "authenticity_token", "_token"],
    values: TEXTS,
  },
  "html, escaped json": {
    write: (n, v) => `data-props="{&quot;user&quot;:&quot;anna&quot;,&quot;${n}&quot;:&quot;${v}&quot;}"`,
    names: CAMEL,
    values: PLAIN,
  },
  multipart: {
    write: (n, v) =>
      `--b\r\nContent-Disposition: form-data; name="user"\r\n\r\nanna\r\n--b\r\nContent-Disposition: form-data; name="${n}"\r\n\r\n${v}\r\n--b--`,
    names: SNAKE,
    values: TEXTS,
  },
  header: {
    write: (n, v) => `POST /x HTTP/1.1\r\nHost: anna.example\r\n${n}: ${v}\r\nAccept: */*`,
    names: HEADERS,
    values: PLAIN,
  },
  "header in curl": {
    write: (n, v) => `curl -H '${n}: ${v}' https://anna.example/x`,
    names: HEADERS,
    values: PLAIN,
  },
  "flag, apart": {
    write: (n, v) => `Command failed: tool --user anna --${n} ${v} --verbose`,
    names: ["password", "api-key", "token", "client-secret"],
    values: PLAIN,
  },
  "flag, equals": {
    write: (n, v) => `exited with 1: tool --user=anna --${n}=${v}`,
    names: ["password", "api-key", "access-token", "secret-key"],
    values: PLAIN,
  },
  "flag, in a list": {
    write: (n, v) => `cmd: ["tool", "--user", "anna", "--${n}", ${json(v)}]`,
    names: ["password", "api-key", "token"],
    values: APOSTROPHE,
  },
  sql: {
    write: (n, v) =>
      `syntax error in UPDATE users SET ${n} = '${v.replaceAll("'", "''")}' WHERE name = 'anna'`,
    names: ["password", "password_digest", "api_key"],
    values: APOSTROPHE,
  },
  "javascript source": {
    write: (n, v) => `const user = "anna"; const ${n} = ${json(v)};`,
    names: CAMEL,
    values: APOSTROPHE,
  },
  "javascript object": {
    write: (n, v) => `{ user: 'anna', ${n}: ${single(v)}, port: 1 }`,
    names: CAMEL,
    values: APOSTROPHE,
  },
  member: {
    write: (n, v) => `config.user = "anna"; config.${n} = ${json(v)}`,
    names: CAMEL,
    values: APOSTROPHE,
  },
  index: {
    write: (n, v) => `config['user'] = 'anna'; config['${n}'] = ${single(v)}`,
    names: SNAKE,
    values: APOSTROPHE,
  },
  "postgres detail": {
    write: (n, v) => `DETAIL:  Key (${n})=(${v}) already exists for anna.`,
    names: ["access_token", "api_key", "reset_token"],
    values: PLAIN,
  },
  "csv of json": {
    write: (n, v) => `7,"{""user"":""anna"",""${n}"":""${v}""}",x`,
    names: SNAKE,
    values: PLAIN,
  },
  sentence: {
    write: (n, v) => `anna cannot connect with ${n} ${v} to the server`,
    names: ["password", "token"],
    values: ["hunter2zq", "S3cr3t-pa55.zq", "9f86d081884c7d659a2feaa0c55ad015"],
  },
};
