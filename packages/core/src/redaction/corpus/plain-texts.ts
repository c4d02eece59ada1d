/** Texts in which nothing is secret, though much in them looks like it. */
export const plainTexts = (): string[] => [...LINES, ...made()];

const NAMES = [
  "password",
  "token",
  "api_key",
  "secret",
  "access_token",
  "session",
  "cookie",
  "authorization",
  "client_secret",
  "auth",
];

/** The ways in which such a name stands without a secret, for each name. */
const WITHOUT: readonly ((name: string) => string)[] = [
  (name) => `${name}: null`,
  (name) => `{"${name}":null,"user":"anna"}`,
  (name) => `${name}=`,
  (name) => `${name}_count=3 user=anna`,
  (name) => `{"has_${name}":true,"${name}_length":12}`,
  (name) => `const ${name} = await read(request);`,
  (name) => `let ${name} = process.env.VALUE;`,
  (name) => `if (!${name}) { throw new Error("no ${name}"); }`,
  (name) => `def check(self, ${name}: str, user: str) -> bool:`,
  (name) => `function check(${name}: string, user: User): boolean {`,
  (name) => `KeyError: '${name}'`,
  (name) => `Missing required parameter: ${name}`,
  (name) => `undefined method '${name}' for nil`,
  (name) => `Cannot read properties of undefined (reading '${name}')`,
  (name) => `${name}: must not be blank`,
  (name) => `The ${name} is required.`,
  (name) => `column "${name}" does not exist`,
  (name) => `{"${name}":"[FILTERED]","user":"anna"}`,
  (name) => `${name}=*** user=anna`,
  (name) => `Usage: tool --${name} <${name}> [--verbose]`,
  (name) => `at ${name} (/srv/app/src/${name}.js:12:3)`,
  (name) => `POST /oauth/${name} 404 in 31 ms`,
  (name) => `"${name}": "\${${name.toUpperCase()}}"`,
  (name) => `WHERE ${name} = $1 AND user = $2`,
  (name) => `self.${name} = ${name}`,
  (name) => `connect(user=user, ${name}=${name})`,
  (name) => `${name}s: 3 found`,
  (name) => `TypeError: ${name} is not a function`,
];

const made = (): string[] => NAMES.flatMap((name) => WITHOUT.map((write) => write(name)));

const LINES = String.raw`
Basic authentication failed
Basic authentication information is missing
Bearer token is missing
Bearer authentication required
Digest access authentication is not supported
Digest authentication failed for user anna
Negotiate failed
token_count: 4096
max_tokens=4096 prompt_tokens=12 total_tokens=4108
{"usage":{"prompt_tokens":12,"completion_tokens":7,"total_tokens":19}}
Unexpected token: punc
Unexpected token: punc (})
SyntaxError: Unexpected token < in JSON at position 0
Unexpected token 'export'
SyntaxError: Unexpected token: keyword (const)
Uncaught SyntaxError: Invalid or unexpected token
Parse error: syntax error, unexpected token ";", expecting "]"
unexpected token at '{"a":1'
invalid token: expected identifier, found keyword
const token = await f()
const token = await readToken(request);
return this.tokens[this.index];
const { token, user } = req.body;
token => verify(token)
tokens.map((token) => token.value)
private readonly token: Token;
api_key: null
password: This field is required. token: must be a string
{"password":["This field may not be blank."]}
{"errors":{"password":["is too short (minimum is 8 characters)"]}}
{"password":["can't be blank"],"email":["is invalid"]}
password must be at least 8 characters
Password: please try again
Invalid Password
unrecognised answer {"code": 7, "message": "Invalid Password", "hint": "kept-d1"}
Incorrect password for user anna
Your password has expired
password authentication failed for user "shop"
FATAL: password authentication failed for user "postgres"
Access denied for user 'shop'@'10.0.0.5' (using password: YES)
Access denied for user 'shop'@'localhost' (using password: NO)
User authenticated in 3 ms
couldn't find key DB_URL in Secret shop/db-credentials: secret "db-credentials" not found
secrets "shop-tls" is forbidden: User "system:serviceaccount" cannot get resource
MountVolume.SetUp failed for volume "certs": secret "shop-tls" not found
Secret: default/shop-tls not found
key: user:10231 not found
cache key orders/10231 expired
primary_key=id foreign_key=order_id
partition_key: orders sort_key: 2026-11-24
Duplicate entry '10231' for key 'PRIMARY'
duplicate key value violates unique constraint "orders_pkey"
Key (id)=(10231) already exists.
KeyError: 'total'
public_key: ssh-ed25519
idempotency_key=order-10231
keyboard: de, keycode: 13, key: Enter
keydown event: key=Escape code=Escape
monkey=banana turkey=dinner
author: anna, authority: example.com
authenticated=true auth_method=ldap auth_type=none
passed: 12, failed: 3, bypass: none
compass=north passenger=anna passport=missing
session started for anna
session expired after 3600 seconds
Session: user logged out
session_timeout=3600 session_duration: 12m
cookie: blocked by the browser
cookie_domain=.example.com cookie_secure=true
document.cookie is not available
Cookies must be enabled
CSRF verification failed. Request aborted.
ActionController::InvalidAuthenticityToken
csrf_protection=enabled
signature: foo(int, string) -> bool
invalid signature: expected 3 arguments
Signature verification failed
method signature mismatch: total(Cart)
pin 13 is already in use
spinning up 3 workers, pinned: true
pinging 10.0.0.5
opinion: none
design=flat signal=SIGTERM
sidebar=left inside=true
assigned to anna
card: 3 of 12
discard=true cardinality=12
wildcard: *.example.com
const card = deck.draw();
exit code: 137
status_code=502 error_code: E1001
code: 404, message: not found
country_code=DE zip_code=10115
discount code SUMMER is not valid
dial tcp 10.0.0.5:5432: connect: connection refused
http://localhost:3000/path
https://shop.example/orders/10231?page=2&sort=asc
https://shop.example/img/logo@2x.png
https://cdn.example/npm/pkg@1.2.3/dist/index.js
ssh://git@github.com/acme/shop.git
git@github.com:acme/shop.git
postgres://db.example:5432/shop
redis://cache:6379/0
amqp://guest@rabbit:5672
http://host:8080/path@2x.png
contact anna@example.com or bob@example.com
mailto:anna@example.com
docker.io/library/node:20@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
order 1234567890123 failed after 31 ms
order 1699999999999999 is missing
ids 150428427078522 and 920000000000001
timestamp 1795964471098000000
at 2026-11-24T00:00:00.000Z in /srv/app/token.js:12:3
phone +49 30 1234 5678 9012
tracking 1Z999AA10123456784
isbn 978-3-16-148410-0
version 4.18.2.1111.1111
0.4111111111111111
mac 00:1B:44:11:3A:B7
uuid 4f9a8b7c-6d5e-4f3a-8b2c-1d0e9f8a7b6c
commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b
GB Q1 2026 REPORT 1234
-----BEGIN CERTIFICATE-----
-----BEGIN PUBLIC KEY-----
could not find "-----BEGIN PRIVATE KEY-----" in the file
no -----BEGIN RSA PRIVATE KEY----- line
sk-folding-cube and sk-circle-fade-dot
npm_config_registry=https://registry.example
npm_package_name: shop
task-runner-service-for-orders-and-invoices
risk-assessment-report-of-the-quarter
eyJ is how a token begins
bot: crawler 123456
PWD=/srv/app OLDPWD=/srv
PWD: /home/anna/project
PATH=/usr/bin:/bin HOME=/root
export PATH=$PATH:/opt/bin
password=$DB_PASSWORD
password: ${"$"}{{ secrets.DB_PASSWORD }}
password = os.environ["DB_PASSWORD"]
password: process.env.DB_PASSWORD,
password = settings.DB_PASSWORD
token = request.headers.get("X-Token")
token: req.body.token,
secret = Rails.application.secrets.secret_key_base
PASSWORD = config('DB_PASSWORD')
api_key = ENV['API_KEY']
String password = user.getPassword();
$password = $_POST['password'];
$token = $this->tokens->create($user);
password := os.Getenv("DB_PASSWORD")
let password: Option<String> = None;
password: Option<String>,
var password string
public string Password { get; set; }
<input type="password" name="password">
<label for="password">Password</label>
<password></password>
<password/>
Usage: login <user> <password>
mysql -u root -p shop
curl -u anna https://api.example/x
cp -a /srv/app /srv/backup
tar -xzf app.tgz -p
use --password to set one
unknown option --token-file
the --api-key flag is required
error: the argument '--token <TOKEN>' is required
credentials: "include"
fetch(url, { credentials: 'same-origin' })
Access-Control-Allow-Credentials: true
WWW-Authenticate: Basic realm="shop"
Authorization: header is missing
Authorization header missing
authorization: required
No authorization token was found
The security token included in the request is invalid
The AWS Access Key Id you provided does not exist in our records.
secretary: anna, secretariat: 3
tokenizer=whitespace tokenize=true
webhook delivered to 3 receivers
webhook: delivered
otp: expired
salt: missing
iban: invalid
mnemonic: unknown instruction
jwt expired
jwt malformed
JsonWebTokenError: invalid token
TokenExpiredError: jwt expired
CancellationToken: none requested
System.Threading.CancellationToken.ThrowIfCancellationRequested()
at Tokenizer.next (tokenizer.ts:31:7)
PasswordResetService.call(user)
App\Models\PasswordReset::find(3)
password_reset: true, password_changed_at: 2026-11-24
password_policy=strict password_min_length=8
passwordless=true
reset password for anna
forgot_password_path
secretsmanager:GetSecretValue is not allowed
Resource: arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/db
token_type: Bearer
"token_type":"Bearer","expires_in":3600
grant_type=password
type: "password", label: "Password"
`
  .trim()
  .split("\n");
