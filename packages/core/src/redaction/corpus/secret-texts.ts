import { type SecretText, SPELLINGS } from "./spellings.js";

/** Texts that hold a made-up secret: every spelling with several names and values, every shape, and lines as they were seen. */
export function secretTexts(): SecretText[] {
  const spelled = Object.values(SPELLINGS).flatMap(({ write, names, values }, index) =>
    Array.from({ length: EACH }, (_, turn) => {
      const name = names[(turn + index) % names.length] ?? "";
      const value = values[(turn * 5 + index) % values.length] ?? "";
      return { text: write(name, value), secrets: fragments(value), kept: "anna" };
    }),
  );
  const shaped = SHAPES.map((shape, index) => ({
    text: AROUND[index % AROUND.length]?.replace("@", () => shape) ?? "",
    secrets: fragments(shape.slice(-12)),
  }));
  const seen = SEEN.map((line) => ({
    text: line.replace(/[«»]/g, ""),
    secrets: [...line.matchAll(/«([^»]*)»/g)].map((found) => found[1] ?? ""),
  }));
  return [...spelled, ...shaped, ...seen];
}

const EACH = 5;

/** What must not be found again: the words of a value, whatever was done to its signs. */
const fragments = (value: string): string[] =>
  value.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= 5 || word === "zq");

const AROUND = [
  "401 with @",
  "using @ failed",
  "key=@;",
  '{"x":"@"}',
  "rejected: @.",
  "https://api.example/@/x",
  "(@)",
  "got '@' back",
];

const b = (length: number): string => "Ab3dEf7hIj1kLm5n".repeat(20).slice(0, length);
const hex = (length: number): string => "9f86d081884c7d65".repeat(20).slice(0, length);

const SHAPES = [
  `AKIA${"IOSFODNN7EXAMPLE"}`,
  "ASIAQ3EGRIOSFODNN7XZ",
  `AIza${b(35)}`,
  `ya29.${b(60)}`,
  `GOCSPX-${b(28)}`,
  `sk_live_${b(24)}`,
  `rk_test_${b(24)}`,
  `pk_live_${b(24)}`,
  `whsec_${b(32)}`,
  ["xoxb", "123456789012", b(24)].join("-"),
  `xapp-1-A0123-456-${hex(40)}`,
  `ghp_${b(36)}`,
  `gho_${b(36)}`,
  `github_pat_${b(22)}_${b(59)}`,
  `glpat-${b(20)}`,
  `glptt-${hex(40)}`,
  `npm_${b(36)}`,
  `pypi-${b(80)}`,
  `SG.${b(22)}.${b(43)}`,
  `sk-${b(48)}`,
  `sk-proj-${b(60)}`,
  `sk-ant-api03-${b(60)}`,
  `hf_${b(34)}`,
  `dop_v1_${hex(64)}`,
  `shpat_${hex(32)}`,
  `SK${hex(32)}`,
  `dckr_pat_${b(27)}`,
  `hvs.${b(40)}`,
  `eyJhbGciOiJIUzI1NiJ9.${b(40)}.${b(43)}`,
  `eyJhbGciOiJub25lIn0.${b(30)}.`,
  `eyJhbGciOiJSU0EifQ.${b(30)}.${b(16)}.${b(50)}.${b(22)}`,
  "4111 1111 1111 1111",
  "4111-1111-1111-1111",
  "4111.1111.1111.1111",
  "4111111111111111",
  "5500\u00a00000\u00a00000\u00a00004",
  "3782 822463 10005",
  "6011/1111/1111/1117",
  "DE89 3704 0044 0532 0130 00",
  "GB29NWBK60161331926819",
  "FR14 2004 1010 0505 0001 3M02 606",
  `-----BEGIN RSA PRIVATE KEY-----\n${b(64)}\n${b(64)}\n-----END RSA PRIVATE KEY-----`,
  `-----BEGIN ENCRYPTED PRIVATE KEY-----\\n${b(64)}\\n-----END ENCRYPTED PRIVATE KEY-----`,
  `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,${hex(32)}\n\n${b(64)}\n-----END RSA PRIVATE KEY-----`,
  `-----BEGIN OPENSSH PRIVATE KEY-----\n${b(70)}`,
  `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n${b(64)}\n=aB3d\n-----END PGP PRIVATE KEY BLOCK-----`,
  `123456789:AAH${b(32)}`,
  "https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx",
  `https://discord.com/api/webhooks/123456789012345678/${b(68)}`,
  `https://acme.webhook.office.com/webhookb2/${hex(8)}-0000/IncomingWebhook/${hex(32)}/0000-abcd1234efgh`,
];

/** Lines as people pasted them into reports; what has to go stands in « ». */
const SEEN = String.raw`
Authorization: Bearer «hunter2zqAbc»
request had Authorization: Token «hunter2zqAbc»
request had authorization: ApiKey «hunter2zqAbc», accept: */*
Authorization: Basic «YW5uYTpodW50ZXIyenE=»
'Authorization': 'Basic «YW5uYTpodW50ZXIyenE=»', 'Accept': '*/*'
{"headers":{"authorization":"Bearer «abc.def-ghi_jkl»","accept":"*/*"}}
Authorization: Digest username="anna", realm="x", nonce="abc", uri="/", response="«6629fae49393a05397450978507c4ef1»"
Authorization: AWS4-HMAC-SHA256 Credential=«AKIAIOSFODNN7EXAMPLE»/20130524/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=«fe5f80f77d5fa3beca038a248ff027d0445342fe»
Proxy-Authorization: Basic «cHJveHk6aHVudGVyMg==»
curl -H "Authorization: Foo «hunter2zq»" https://api.example/x
< authorization: SSWS «00abcDEF123_zq»
Bearer «4f9a8b7c6d5e» was refused
Cookie: theme=dark; session=«hunter2zqA»; remember_me=«hunter2zqB»
Cookie: «JSESSIONID=0A1B2C3D4E5F», Accept: text/html
cookie: connect.sid=s%3A«hunter2zq.abc123»; _ga=«GA1.2.123»
Set-Cookie: laravel_session=«eyJpdiI6Imh1bnRlcjJ6cSI»; path=/; httponly
'Cookie': 'a=«hunter2zqA»; b=«hunter2zqB»'
fetch https://shop.example/?PHPSESSID=«hunter2zqsess» failed
GET /app;jsessionid=«0A1B2C3D4E5F60718293» 500
postgres://shop:«hunter2zq»@db.example:5432/shop
Creating Redis client with URL: redis://:«hunter2zq»@10.0.0.5:6379
mongodb+srv://anna:«p@ss:w0rd!zq»@cluster0.example.net/test?retryWrites=true
amqp://guest:«hunter2/zq»@rabbit:5672/vhost
could not connect to mysql://root:«hunter2zq»@127.0.0.1/app
mssql+pyodbc://sa:«S3cr3t%21zq»@db/app?driver=x
fatal: could not read from https://«hunter2zqtoken»@git.example/shop.git
remote: https://oauth2:«glpat-hunter2zqabcdefgh»@gitlab.example/x.git
smtps://postmaster%40mg.example:«hunter2zq»@smtp.example:465
ldap://cn=admin:«hunter2zq»@ldap.example
DATABASE_URL=postgres://u:«hunter2zq»@h/d
jdbc:postgresql://db.example/shop?user=shop&password=«hunter2zq»&ssl=true
jdbc:sqlserver://db:1433;databaseName=shop;user=sa;password=«hunter2zq!»;encrypt=true
dial tcp: shop:«hunter2zq»@tcp(10.0.0.5:3306)/shop?parseTime=true
host=db port=5432 user=shop password=«hunter2zq» dbname=shop sslmode=disable
host=db user=shop password='«hunter2 zq»' dbname=shop
Could not make connection with connect string 'SERVER=(local);DATABASE=x;uid=sa;pwd=«hunter2zq!»;'.
DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=«hunter2zqabcdefghijklmnop==»;EndpointSuffix=core.windows.net
Endpoint=sb://c.servicebus.windows.net/;SharedAccessKeyName=My;SharedAccessKey=«hunter2zq=»
PUT https://s.blob.core.windows.net/c/b?sv=2022-11-02&sig=«hunter2zqSig%3D»&se=2026-01-01 failed
GET https://b.s3.amazonaws.com/k?X-Amz-Credential=«AKIAIOSFODNN7EXAMPLE»%2F20260101&X-Amz-Expires=60&X-Amz-Signature=«fe5f80f77d5fa3beca038a248ff027d0»
https://storage.googleapis.com/b/o?GoogleAccessId=a&Expires=1&Signature=«hunter2zq%2Babc»
Failed at https://app.example/callback#access_token=«hunter2zqAbc»&expires_in=3600
https://app.example/callback?code=«4/0AX4XfWhunter2zqAbCd»&state=xyz
POST /token grant_type=authorization_code&code_verifier=«hunter2zqverifierhunter2zqverifier0123456»
SAMLResponse=«PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxw»&RelayState=/
https://maps.example/api/js?key=«hunter2zqABCDEFGHIJKL»&v=3
rack.request.form_vars: "user[email]=a@example.com&user[password]=«hunter2zq»"
The command executed was docker login --username anna --password «hunter2zq» registry.example.
docker login -u anna -p «hunter2zq» registry.example
mysql -u root -p«hunter2zq» shop < dump.sql
mysqldump --user=root --password=«hunter2zq» shop
sshpass -p «hunter2zq» ssh anna@host
sshpass -p'«hunter2zq»' scp x anna@host:
failed: curl -u anna:«hunter2zq» https://api.example/x
curl --user 'anna:«hunter2 zq»' https://api.example/x
redis-cli -h cache -a «hunter2zq» ping
ldapsearch -D cn=admin -w «hunter2zq» -b dc=example
["mysql", "-u", "root", "-p«hunter2zq»", "shop"]
subprocess.CalledProcessError: Command '['psql', '--password', '«hunter2zq»']' returned 1
failed: CREATE USER 'shop'@'%' IDENTIFIED BY '«hunter2zq»'
ALTER USER shop IDENTIFIED WITH mysql_native_password BY '«hunter2zq»'
syntax error in ALTER USER shop WITH PASSWORD '«hunter2zq»' VALID UNTIL 'infinity'
WRONGPASS invalid username-password pair { command: { name: 'auth', args: [ 'redis_username', '«hunter2zq»' ] } }
{"query":"mutation L($i:I!){login(input:$i){id}}","variables":"{\"i\":{\"email\":\"a@example.com\",\"password\":\"«hunter2zq»\"}}"}
mutation { login(email: "a@example.com", password: "«hunter2zq»") { id } }
{\"user\":\"anna\",\"password\":\"«hunter2zq»\"}
\u0022password\u0022:\u0022«hunter2zq»\u0022
%7B%22user%22%3A%22anna%22%2C%22password%22%3A%22«hunter2zq»%22%7D
pin: «4711», otp=«123456»
{"card":{"cvc":"«123»","name":"anna"},"cvv":«987»}
ssn=«123-45-6789» rejected
{"ssn":"«123-45-6789»"}
iban=«DE89370400440532013000»
PWD: /srv/app, MYSQL_PWD: «hunter2zq»
sid=«hunter2zq9f86d0» expired
session=«9f86d081884c7d659a2f» not found
x-hub-signature: «sha256=9f86d081884c7d659a2feaa0c55ad015»
API key: «hunter2zq-key» is not valid
Invalid API Key provided: «hunter2zq9f86»
Incorrect password «hunter2zq» for anna
secret = «hunter2zq»
token «hunter2zq9f86d0» is not known
aws_secret_access_key = «wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»
//registry.npmjs.org/:_authToken=«hunter2zq-0000-1111»
machine github.com login anna password «hunter2zq9»
requirepass «hunter2zq9f86»
"passphrase": "«correct horse battery»"
"password_hash":"«$2a$10$N9qo8uLOickgx2ZMRZoMye»"
AuthSecret(value=x), clientSecret=«hunter2zq»
Пароль: «hunter2zq»
"パスワード":"«hunter2zq»"
`
  .trim()
  .split("\n");
