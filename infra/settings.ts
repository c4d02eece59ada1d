/** Everything a team may want to choose. The rest follows. */
export interface Settings {
  /** The primary region first: it answers while it is healthy, and sends notifications. */
  readonly regions: readonly [string, string];
  /**
   * The failover name and the Route 53 hosted zone it lies in. Without a domain there is no failover: the
   * deployment answers under the primary region's own API address, and the other region keeps a second copy.
   * The name belongs to one stage, `production` unless `stage` says another; every other stage has `<stage>.<name>`.
   */
  readonly domain: { readonly name: string; readonly zoneId: string; readonly stage?: string } | undefined;
  /** `failover`: the primary answers while it is healthy. `active-active`: the nearest healthy region answers. */
  readonly routing: "failover" | "active-active";
  /**
   * How fast Route 53 leads clients away, with a domain. `standard`: checked every 30 s, elsewhere within 150 s. `fast`: every 10 s,
   * within 60 to 100 s, for some $2.50 a month more; see docs/deploy.md.
   */
  readonly failover: "standard" | "fast";
  /** Days an event is kept. */
  readonly retentionDays: number;
  /** Days the functions' and the API's logs are kept. */
  readonly logRetention: "1 week" | "1 month" | "3 months" | "1 year";
  /**
   * How DynamoDB bills. On demand costs nothing when idle and takes bursts. Provisioned is cheaper above about
   * 29 % steady use; it scales by itself between the bounds, aiming at the given use in percent. Stay on
   * demand unless you must: DynamoDB adds a replica only to a table that scales already, see docs/deploy.md.
   */
  readonly capacity:
    | { readonly mode: "on-demand" }
    | {
        readonly mode: "provisioned";
        readonly read: { readonly min: number; readonly max: number };
        readonly write: { readonly min: number; readonly max: number };
        readonly targetUtilization: number;
      };
  /**
   * Which table holds a region's view, where it is not the first: a view that is wrong is left behind by raising its region's
   * number, `{ "us-west-2": 2 }`. The next deployment makes a new table, which is folded from the log by itself.
   */
  readonly views: Readonly<Record<string, number>>;
  /** Reads and writes a second the log takes at once, without growing first; it can only be raised. Costs once, when set. */
  readonly warmThroughput: { readonly read: number; readonly write: number } | undefined;
  /**
   * What a 2xx promises. `region`: the region that answers has it, safe in three data centres; the other has it about a
   * second later. `dual`: both have it, while both are up; one more write and a round trip between them a request.
   */
  readonly durability: "region" | "dual";
  /**
   * Under which key notification configs and the keys that Setup shows are encrypted. `secret`: AES-256-GCM under the newest key
   * of the secret `EncryptionKeys`, `id:hex[,id:hex]`, which costs nothing; whoever reads the account's secrets can read them. `kms`:
   * a key that never leaves KMS, for $2 a month. `secret-and-kms`: what KMS encrypted still opens, and goes over when it is used.
   */
  readonly encryption: "secret" | "kms" | "secret-and-kms";
  /** Requests a second, and in a burst, that each region's API lets through: a bound on the bill. */
  readonly throttling: { readonly rate: number; readonly burst: number };
  /**
   * Hosts notifications may go to besides Slack, GitHub and GitLab, `host` or `host:port`; and who mails come from.
   * The SMTP server is a secret: `npx sst secret set SmtpUrl smtps://user:password@host`. SES has one, too.
   */
  readonly notifications: {
    readonly allowedHosts: readonly string[];
    readonly mailFrom: string;
    /** Where mails may go that a config in a POST asks for; encrypted ones may name anybody. */
    readonly mailDomains: readonly string[];
  };
  /**
   * The provider of OpenID Connect that signs people in, see docs/access.md; whose addresses come in without an invite, and as what. Its
   * secret is `npx sst secret set OidcSecret …`; hosts it uses beside the issuer's belong into `allowedHosts`.
   */
  readonly signIn:
    | {
        readonly issuer: string;
        readonly clientId: string;
        readonly name: string;
        readonly domains: readonly string[];
        readonly role: "owner" | "member" | "viewer";
      }
    | undefined;
  /**
   * `alarms`: `few` are the other region, the synthetic check every 15 minutes, which goes all the way, the API's own failures
   * between two of them, and notifications that fail; `all` name the part that fails as well and within minutes, with a check every
   * five, for some $9 a month more; with `none` what is wrong shows on the Status page alone.
   * `dashboard`: the Status page's graphs in CloudWatch, $3 a month beyond the account's first three.
   * `lastResortEmail`: who gets a mail, by way of SNS and nothing of ours, when Faultline itself is out in both regions.
   * `functions`: other Lambda functions of the account whose time-outs and crashes become issues of a project of their
   * name, read from their logs. A log group takes two subscribers at the most: the deployment fails for one that has two.
   */
  readonly monitoring: {
    readonly alarms: "all" | "few" | "none";
    readonly dashboard: boolean;
    readonly lastResortEmail: string | undefined;
    readonly functions: readonly { readonly region: string; readonly name: string }[];
  };
}

export const settings: Settings = {
  regions: ["us-east-1", "us-west-2"],
  domain: undefined,
  routing: "failover",
  failover: "standard",
  retentionDays: 90,
  logRetention: "1 month",
  capacity: { mode: "on-demand" },
  views: {},
  warmThroughput: undefined,
  durability: "region",
  encryption: "secret",
  throttling: { rate: 2000, burst: 4000 },
  notifications: { allowedHosts: [], mailFrom: "faultline@example.com", mailDomains: [] },
  signIn: undefined,
  monitoring: { alarms: "few", dashboard: false, lastResortEmail: undefined, functions: [] },
};
