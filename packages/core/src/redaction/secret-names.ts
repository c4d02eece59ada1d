/**
 * What a name alone says of its value: it is a secret; it may be one, if it looks it (`session`, `signature`);
 * it is one when it holds digits (`pin`, `otp`); nothing.
 */
export type NameKind = "secret" | "maybe" | "digits" | undefined;

/** Null for a name that says nothing. */
const remembered = new Map<string, Exclude<NameKind, undefined> | null>();
const REMEMBERED_MAX = 2_000;
const NAME_MAX = 120;

/** Judges a name in any spelling: `api_key`, `X-Api-Key`, `apiKey`, `user[password]`, `spring.datasource.password`. */
export function nameKind(name: string): NameKind {
  const known = remembered.get(name);
  if (known !== undefined) return known ?? undefined;
  const kind = judge(wordsOf(name.slice(-NAME_MAX)));
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  if (name.length <= NAME_MAX) remembered.set(name, kind ?? null);
  return kind;
}

/** The words of a name, in lower case: `userPassword1` → user, password. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\d]/u)
    .map((word) => (WITH_DIGITS.has(word) ? word : word.replace(/(?<!\d)\d{1,9}$/, "")))
    .filter((word) => word !== "");
}

const WITH_DIGITS = new Set(["cvv2", "cvc2", "2fa", "oauth2", "s3", "md5", "sha1", "sha256"]);

function judge(words: readonly string[]): NameKind {
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const flat = words.join("");
  if (SECRET_NAMES.has(flat)) return "secret";
  if (isAboutSecret(words, last) || HARMLESS.test(flat)) return undefined;
  if (SECRET_PARTS.test(flat) || flat.endsWith("token")) return "secret";
  return lastWordKind(words, last);
}

const isAboutSecret = (words: readonly string[], last: string): boolean =>
  words.length > 1 && (ABOUT_LAST.has(last) || ABOUT_FIRST.has(words[0] ?? ""));

function lastWordKind(words: readonly string[], last: string): NameKind {
  if (DIGITS.has(last)) return words.length <= 2 ? "digits" : undefined;
  if (MAYBE.has(last) || words.join("") === "auth") return "maybe";
  if (isSecretAfter(last, words)) return "secret";
  return last === "key" && words.some((word) => MAYBE_KEYS_OF.has(word)) ? "maybe" : undefined;
}

function isSecretAfter(last: string, words: readonly string[]): boolean {
  if (last === "pw") return true;
  if (last === "key" || last === "keys") return words.some((word) => KEYS_OF.has(word));
  const before = words.at(-2) ?? "";
  return last === "pass" ? !NO_PASS_OF.has(before) : SECOND_WORDS.get(last)?.has(before) === true;
}

const list = (words: string): Set<string> => new Set(words.trim().split(/\s/));

// Flat names: in lower case, without anything but letters and digits.
const SECRET_NAMES = list(
  `token pwd pass psk wpapsk jwt pan iban ssn dsn samlrequest relaystate codeverifier secretid apikeys pgpass idtokenhint
  xamzsecuritytoken xamzsignature xgoogsignature accountkey awsaccesskeyid securityanswer keypass storepass pkey privkey
  connstr connectionstring dbpass dbpassword dburl databaseurl webhookurl webhookurls webhook webhooks cookies
  mysqlpwd pw bindpw rootpw dbpw userpw adminpw pwdhash sqauth npmauth passout passin requirepass masterauth userpass rootpass adminpass smtppass`,
);

const SECRET_PARTS =
  /hasło$|heslo$|salasana|l[oö]senord|jelsz[oó]$|kodeord$|[sş]ifre$|lozinka|aspnet(?:core)?(?:identity|antiforgery|session|cookies)|rememberweb|passw|passphrase|passcode|passwort|kennwort|contrase|senhas?$|motdepasse|wachtwoord|haslo$|パスワード|密码|密碼|пароль|비밀번호|pwd|secret|apikey|accesskey|privatekey|accountkey|sharedaccess|authorization|credential|cookie|webhook|creditcard|cardnum|ccnum|cardcv|csrf|xsrf|sessionid|sessid|accesstoken|authtoken|refreshtoken|idtoken|usertoken|bearer|connectionstring|databaseurl|samlresponse|samlassertion|clientassertion|socialsecurity|mnemonic|seedphrase|recoveryphrase|encryptionkey|signingkey|masterkey|sshkey|licensekey/;

/** Names that only hold the letters of a secret's, or speak of public ones. */
const HARMLESS =
  /(?:page|paging|pagination|continuation|sync|cancellation|next)token$|secretar|publickey|publishable|tokeniz|cookieconsent|cookiebanner|cookieparser|cookiejar|passwordless|credentialsprovider|secretsmanager|nosecret|passwordauthentication$/;

/** The value is about a secret: its length, its age, whether there is one. */
const ABOUT_LAST = list(
  `count counts length len size type types name names expiry expires expired expiration expire expiresin at on in date
  time timeout ttl age lifetime limit max min maximum minimum used usage left remaining strength score policy policies
  endpoint uri url urls path paths file files filename dir directory folder format field fields label hint placeholder
  error errors message messages msg valid validity validation validator invalid required optional enabled disabled status
  state version versions method methods mode algorithm alg algo provider providers arn index position offset line
  column kind class regex pattern rules rule prompt changed updated created modified rotated attempts attempt
  tries retries manager service services store storage handler controller helper module missing present exists
  matches match incorrect wrong failed failure success ok prefix domain domains samesite httponly secure consent banner
  scope scopes issuer audience realm backend driver redirect supported protection encoder filter filters interceptor
  middleware factory generator repository spec test tests button input form page screen view component event events
  topic source sources visible shown exception rotation ref refs reference`,
);

/** The name asks or counts. */
const ABOUT_FIRST = list(
  `is has have had needs need requires require required should can could may must show hide enable enabled disable disabled
  allow allowed use uses used using num number count total max min missing invalid valid validate validated forgot no
  verify verified check checked supports generate`,
);

const KEYS_OF = list(
  `api secret private access encryption encrypt decryption decrypt signing sign master app application stripe ssh auth
  account shared license licence deploy symmetric hmac aes rsa jwt cipher crypto
  cookie security sendgrid mailgun openai anthropic twilio github gitlab slack google firebase azure aws algolia datadog dd
  newrelic pusher mailchimp paypal square shopify subscription function gpg pgp tls ssl cert kek dek wrapping vault
  preshared psk instrumentation functions rails laravel django flask sentry rollbar bugsnag honeybadger
  airbrake raygun openssl p12 pfx ecdsa ed25519 encrypted restricted`,
);

/** Keys of these may as well be names of places: `storageKey: "cart"`. */
const MAYBE_KEYS_OF = list(
  "storage client webhook integration session admin wallet management service merchant payment bot user consumer data host",
);

const NO_PASS_OF = list(
  "first second single multi render rendering boarding one two by com light shadow low high band test build compiler optimization each dry",
);
const AUTH_OF = list("basic http proxy registry redis npm x my sq master smtp cluster bearer digest");
const CODES_OF = list(
  "security verification otp auth authorization recovery backup mfa totp factor 2fa sms pin access pass reset card login device user cvv",
);
const TOKENS_OF = list(
  "access refresh auth api session device push id csrf reset user bearer personal deploy",
);
const DIGITS = list("pin cvc cvv cvv2 cvc2 csc otp totp ssn cvn");
const MAYBE = list("session sid sig signature hmac assertion passe");

/** Words that mean a secret after some others: `basic_auth`, `recovery_codes`, `refresh_tokens`. */
const SECOND_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["auth", AUTH_OF],
  ["code", CODES_OF],
  ["codes", CODES_OF],
  ["tokens", TOKENS_OF],
  ["salt", list("password auth nonce hash logged secure key")],
]);
