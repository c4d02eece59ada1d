import { flagValueAt, PLACED_BEGINNINGS, placedValueAt } from "./commands.js";
import { CALL_BEGINNINGS, handedOver } from "./handed-over.js";
import { schemeAt } from "./headers.js";
import { identifiedBy } from "./identified-by.js";
import { nameAround } from "./name-around.js";
import { secretBeside } from "./named.js";
import { numberAt } from "./numbers.js";
import { endOf, type Reader, type Span } from "./reader.js";
import { privateKeyAt, SHAPE_BEGINNINGS, shapeAt, telegramAt } from "./shapes.js";
import { duplicateAt, insertedAt } from "./sql-insert.js";
import { boundAt } from "./sql-parameters.js";
import { networkAddressAt, parameterAt, userInfoAt } from "./urls.js";
import { VENDOR_BEGINNINGS, vendorSecretAt } from "./vendor-pairs.js";

/** Where a finder is asked, and where what has been decided ends. */
interface Place {
  readonly at: number;
  readonly floor: number;
}

/** One kind of secret: the characters by one of which it begins or is given away, and who looks what stands there. */
interface Finder {
  /** In lower case, at least three characters each; `0` stands for any digit. */
  readonly beginnings: readonly string[];
  /** The secret, or several in their order; or, where there is none, from where on to ask again. */
  find(reader: Reader, place: Place): Span | readonly Span[] | number | undefined;
}

const list = (words: string): string[] => words.trim().split(/\s+/);

/** Letters of which names of secrets are made; `nameKind` judges the whole name. */
const NAME_PARTS = list(
  `pass pwd pw* secret token key cookie cred sess webhook card csrf xsrf jwt saml hmac salt iban assertion verifier social
  mnemonic phrase haslo hasło heslo salasana losenord lösenord jelsz kodeord sifre şifre lozinka auth connection connstr conn_str contrase senha kennwort wachtwoord パスワード 密码 密碼 пароль 비밀번호
  psk aspnet remember_web code pin sid sig otp ssn cvv cvc cvn csc ccnum cc_num`,
);

/** Names beside their values. */
export const NAMES: Finder = {
  beginnings: NAME_PARTS,
  find(reader, { at, floor }) {
    const name = nameAround(reader, at, floor);
    if (!name) return undefined;
    const found = name.kind ? secretBeside(reader, name) : parameterAt(reader.text, name);
    return found ?? name.end;
  },
};

const SCHEME = /(?:bearer|basic|negotiate|ntlm|ssws|geniekey|digest)(?=,?[ +%\t])/iy;

/** All finders, in the order in which they are asked about the same place. */
export const FINDERS: readonly Finder[] = [
  { beginnings: ["-----begin"], find: (reader, { at }) => privateKeyAt(reader, at) },
  { beginnings: ["://"], find: (reader, { at }) => userInfoAt(reader, at + 3) },
  { beginnings: SHAPE_BEGINNINGS, find: (reader, { at }) => shapeAt(reader, at) },
  {
    beginnings: list("bearer basic negotiate ntlm ssws geniekey digest"),
    find({ text }, { at }) {
      const end = endOf(SCHEME, text, at);
      return end === undefined ? undefined : schemeAt(text, end);
    },
  },
  // Before names: which of several texts is the secret, the call says.
  { beginnings: list(CALL_BEGINNINGS), find: (reader, { at }) => handedOver(reader, at) },
  NAMES,
  { beginnings: ["identified", "set password for"], find: (reader, { at }) => identifiedBy(reader, at) },
  { beginnings: ["insert", "replace into"], find: (reader, { at }) => insertedAt(reader, at) },
  { beginnings: ["params", "parameters"], find: (reader, { at }) => boundAt(reader, at) },
  { beginnings: ["duplicate entry"], find: ({ text }, { at }) => duplicateAt(text, at) },
  { beginnings: VENDOR_BEGINNINGS, find: (reader, { at }) => vendorSecretAt(reader, at) },
  { beginnings: [":aa"], find: ({ text }, { at }) => telegramAt(text, at) },
  {
    beginnings: list("@tcp( @unix( @udp("),
    find: ({ text }, { at, floor }) => networkAddressAt(text, at, floor),
  },
  {
    beginnings: [
      ...list("-a* -u* -b* -w* -p* -k* --user --proxy-user --auth --cookie"),
      ...PLACED_BEGINNINGS,
    ],
    find: (reader, { at }) => (reader.text[at] === "-" ? flagValueAt(reader, at) : placedValueAt(reader, at)),
  },
  { beginnings: ["0000"], find: ({ text }, { at, floor }) => numberAt(text, at, floor) },
];
