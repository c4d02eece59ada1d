import type { Key } from "../ports.js";

/**
 * The key layout of both tables, named once. `#` parts the pieces; the piece that may itself hold
 * a `#` (a project's name) never stands last beside another free text.
 *
 * The log (replicated):            The view (this region's):
 *   K#<pack> 0        pack           I#<project>#<issue> 0            issue row
 *   C#p <project>     project          … D|M#<gen>#<newest>#<uniq>    page (dense | mixed)
 *   C#i#<number> 0    its number       … T#<gen>#<hour>               hour row
 *   C#k#<hash> 0      key              … U#<bucket>                   users
 *   C#y#<project> id  key, listed    P#<project> …                    the project's own series, same rows
 *   C#z#<project> 0   setup's key, encrypted
 *   C#m#<project> d#<debug id> | r#<file>#<release>   source map
 *   C#v#<project> <release>   when it was deployed
 *   C#V#<project> <release, hashed>#…   what was told of it, and its issues   O#<project> <release, hashed>#<issue>   began in it
 *   C#R#<project> <release>   when it was seen first   B#<project> <issue>    resolved in a release
 *   C#s#<project>#<issue> 0 status, assignee   L#<project>#<status> <position>#<issue>   issue list
 *                                      P#<project> R#<release>      its earliest event; V#<gen>#<release, hashed> its events
 *   C#H#<project>#<issue> <time>#…   what was decided about it and became of it
 *   C#N#<project>#<issue> <comment>
 *   … deleted#<region>   up to when it, or for no issue the project, is deleted
 *   C#g#<project> <issue>  a former mechanism's issue that lives on
 *   C#M#<project> <issue>  into which issue it is merged
 *   C#X#<project> <rule>#<region>   what a rule dropped there
 *   C#n#<project> id  kept config    X#out <project>#<issue>    there is something to tell
 *   C#l#<project>#<issue> …  ledger  X#to <project>#<config>    breaker, burst, digest
 *   C#d#<project>#<issue> …  delivery;  C#D#… <region>  whom it told of the issue
 *   C#h <region>      heartbeat; <region>#away#<since>: when it was away
 *   C#w …             what regions write of themselves: monitoring/rows.ts
 *   C#f <region>#<hour>   a region's figures by the minute
 *   C#e <session>     session: when, where; C#o <session> | all   those that were ended
 *   C#a <time>#…      what people and programs changed
 *   C#b <person>      person: role, projects; C#j <invite> an invite, hashed; C#q <id> either has ended for good
 *   C#c <person>      password, hashed; C#x <passkey> passkey
 *   C#W#<person> <id>   a list of issues that they saved by a name
 *   C#t <token>       token, hashed; C#r <token> that it was revoked; C#u#<token | session> <region> when it was used last
 *                                         G#<project>#<status>#<ranking> <rank>#<issue>   issues by count, users, first time
 *                                         H#<project> <id's beginning>     the issues whose ids begin so
 *                                         V#<project>#<hash> <issue>       message → issue, for /v0
 *                                         F#<project>#<former issue> 0 | <issue>   where its events go
 *                                         Q#<request> <project>#<issue>    what happened in a request
 *                                         S#<project>#<key> <value>#<issue>   which issues have it; I#… Y#<gen>#<row>: what one has
 *                                         J#<project> <release, hashed>    how many users it has; J#…#<release, hashed>: which
 *                                         E#<project>#<digest> 0           where copies of an event may stand
 *                                         N#<project> <received>#<pack>    holds copies of events that count by another pack
 */
export const SINGLE = "0";

export const packKey = (pack: string): Key => ({ pk: `K#${pack}`, sk: SINGLE });
export const projectsPartition = "C#p";
export const projectKey = (project: string): Key => ({ pk: projectsPartition, sk: project });
export const projectNumberKey = (number: string): Key => ({ pk: `C#i#${number}`, sk: SINGLE });
export const apiKeyKey = (hash: string): Key => ({ pk: `C#k#${hash}`, sk: SINGLE });
export const apiKeysPartition = (project: string): string => `C#y#${project}`;
export const sourceMapsPartition = (project: string): string => `C#m#${project}`;
export const mapByDebugId = (project: string, debugId: string): Key => ({
  pk: sourceMapsPartition(project),
  sk: `d#${debugId.toLowerCase()}`,
});
/** A minified file's own name, of its path or its map's: pages are served from other folders than they are built in. */
export const minifiedName = (file: string): string =>
  file.slice(file.lastIndexOf("/") + 1).replace(/\.map$/, "");
export const mapByRelease = (project: string, release: string, file: string): Key => ({
  pk: sourceMapsPartition(project),
  sk: `r#${minifiedName(file)}#${release}`,
});
/** So much of a release's name events keep. Of any script it has room in a sort key; a longer one is told of by nobody's event. */
export const RELEASE_CHARS_MAX = 200;
/** So many of a project's releases are looked at, in each of the places that tell of them. */
export const RELEASES_MAX = 20_000;
/** Releases that somebody said were deployed. */
export const deploysPartition = (project: string): string => `C#v#${project}`;
export const deployKey = (project: string, release: string): Key => ({
  pk: deploysPartition(project),
  sk: release,
});
/** What was told of releases, and what became of issues in them: see releases/rows.ts. */
export const releaseRowsPartition = (project: string): string => `C#V#${project}`;
/** The issues that began in a release, as this view knows them. */
export const begunInPartition = (project: string): string => `O#${project}`;
/** Releases that an event told of, in either region. */
export const seenReleasesPartition = (project: string): string => `C#R#${project}`;
export const seenReleaseKey = (project: string, release: string): Key => ({
  pk: seenReleasesPartition(project),
  sk: release,
});
export const setupKeyKey = (project: string): Key => ({ pk: `C#z#${project}`, sk: SINGLE });
export const statusKey = (project: string, issue: string): Key => ({
  pk: `C#s#${project}#${issue}`,
  sk: SINGLE,
});
/** Who is to look after an issue; what was decided about it is read with it. */
export const assigneeKey = (project: string, issue: string): Key => ({
  pk: statusKey(project, issue).pk,
  sk: "assignee",
});
const DELETED = "deleted#";
/** Up to when a region was told to delete an issue, or without one the whole project. */
export const deletionKey = (project: string, issue: string | undefined, region: string): Key => ({
  pk: statusKey(project, issue ?? "").pk,
  sk: DELETED + region,
});
export const isDeletion = ({ pk, sk }: Key): boolean => pk.startsWith("C#s#") && sk.startsWith(DELETED);
/** What health is judged by: written now and then, never read. */
export const writeProbeKey = (region: string): Key => ({ pk: "C#h", sk: `${region}#canary` });
export const heartbeatsPartition = "C#h";
export const heartbeatKey = (region: string): Key => ({ pk: heartbeatsPartition, sk: region });

/** What was decided about an issue and what became of it, by time. */
export const activityPartition = (project: string, issue: string): string => `C#H#${project}#${issue}`;
/** What people say about an issue. */
export const commentsPartition = (project: string, issue: string): string => `C#N#${project}#${issue}`;

/** Issues of a former grouping mechanism that events go on in, by project. */
export const formerIssuesPartition = (project: string): string => `C#g#${project}`;
export const formerIssueKey = (project: string, issue: string): Key => ({
  pk: formerIssuesPartition(project),
  sk: issue,
});

/** How many reports a region dropped by a rule. */
export const dropsKey = (project: string, rule: string, region: string): Key => ({
  pk: `C#X#${project}`,
  sk: `${rule}#${region}`,
});
/** What people decided about merging a project's issues, by the issue that goes into another. */
export const mergesPartition = (project: string): string => `C#M#${project}`;
export const mergeKey = (project: string, issue: string): Key => ({
  pk: mergesPartition(project),
  sk: issue,
});

/** Notification configs of a project, encrypted; or of all projects, by a name that none can have. */
export const configsPartition = (project: string): string => `C#n#${project}`;
/** Which of those of all projects are set. */
export const defaultDestinationsKey: Key = { pk: "C#E", sk: "destinations" };
/** What was already told of an issue, by config and region. */
export const ledgerPartition = (project: string, issue: string): string => `C#l#${project}#${issue}`;
/** Every decision about telling someone of an issue, oldest first. */
export const deliveriesPartition = (project: string, issue: string): string => `C#d#${project}#${issue}`;
/** Whom each region told of an issue, and when last. */
export const toldPartition = (project: string, issue: string): string => `C#D#${project}#${issue}`;
/** The issues of this region's view that have something to tell. */
export const outboxPartition = "X#out";
/** How destinations do, by project and config. */
export const destinationsPartition = "X#to";

/** Sessions that began. */
export const sessionsPartition = "C#e";
export const sessionKey = (id: string): Key => ({ pk: sessionsPartition, sk: id });
/** Sessions that were ended before their time. */
export const endedSessionsPartition = "C#o";

/** People and invites by their ids, and those of both that have ended for good. */
export const peoplePartition = "C#b";
export const personKey = (id: string): Key => ({ pk: peoplePartition, sk: id });
/** Written by whatever may leave no owner: two who go at once meet there. */
export const ownersKey: Key = { pk: "C#b#owners", sk: SINGLE };
export const invitesPartition = "C#j";
export const inviteKey = (id: string): Key => ({ pk: invitesPartition, sk: id });
export const endedKey = (id: string): Key => ({ pk: "C#q", sk: id });
export const passkeysPartition = "C#x";
export const passkeyKey = (id: string): Key => ({ pk: passkeysPartition, sk: id });
/** By a hash of who somebody is to a provider. */
export const providerLinkKey = (hash: string): Key => ({ pk: "C#c", sk: `provider#${hash}` });
export const passwordKey = (person: string): Key => ({ pk: "C#c", sk: person });

/** Lists of issues that somebody saved by a name: a person, or whoever has the master key. */
export const savedViewsPartition = (owner: string): string => `C#W#${owner}`;
export const savedViewKey = (owner: string, id: string): Key => ({ pk: savedViewsPartition(owner), sk: id });

/** What was changed, by whom: by time. */
export const auditPartition = "C#a";

/** Tokens by their ids, and those that were revoked. */
export const tokensPartition = "C#t";
export const tokenKey = (id: string): Key => ({ pk: tokensPartition, sk: id });
export const revokedTokenKey = (id: string): Key => ({ pk: "C#r", sk: id });
/** Of a token or a session. */
export const useKey = (id: string, region: string): Key => ({ pk: `C#u#${id}`, sk: region });

/** Figures of a region in the hour that begins then. */
export const samplesPartition = "C#f";
export const samplesKey = (region: string, hour: number): Key => ({
  pk: samplesPartition,
  sk: `${region}#${sortableTime(hour)}`,
});

export const issuePartition = (project: string, issue: string): string => `I#${project}#${issue}`;
/** The issue that a row is of, where its partition ends in one. */
export const issueOf = ({ pk }: Pick<Key, "pk">): string => pk.slice(pk.lastIndexOf("#") + 1);
export const projectPartition = (project: string): string => `P#${project}`;
export const listPartition = (project: string, status: string): string => `L#${project}#${status}`;
/** A list's issues by another order: see `projection/rows/ranks.ts`. */
export const rankPartition = (project: string, status: string, ranking: string): string =>
  `G#${project}#${status}#${ranking}`;
export const messagePartition = (project: string, messageHash: string): string =>
  `V#${project}#${messageHash}`;

/** Whom events of a release happened to: see `projection/rows/release-users.ts`. */
export const releaseUsersPartition = (project: string): string => `J#${project}`;

/** Where copies of an event may stand: see `sightings.ts`. */
export const sightingKey = (project: string, digest: string): Key => ({
  pk: `E#${project}#${digest}`,
  sk: SINGLE,
});

/** Packs with copies of events that count by another pack: see `other-copies.ts`. */
export const otherCopiesPartition = (project: string): string => `N#${project}`;

/** Whether a former issue lives on, and which issues took its events while it was not known: projection/former-issue.ts. */
export const formerPartition = (project: string, issue: string): string => `F#${project}#${issue}`;

/** The issues that are resolved in a release: what is learnt about releases may reopen them. */
export const resolvedInPartition = (project: string): string => `B#${project}`;

/** A project's issues by what their short ids begin with. */
export const shortIdsPartition = (project: string): string => `H#${project}`;
/** Which issues of a project have a value of a key: see `facets/index-rows.ts`. */
export const searchPartition = (project: string, key: string): string =>
  `S#${project}#${key.replaceAll("#", "%23")}`;

export const requestPartition = (request: string): string => `Q#${request}`;

type LogItemKind =
  | "pack"
  | "project"
  | "release"
  | "status"
  | "deletion"
  | "former issue"
  | "merge"
  | "other";

/** Which kind of log item a key names; the reducer folds all but the others. */
export function logItemKind(key: Key): LogItemKind {
  if (key.pk.startsWith("K#")) return "pack";
  if (/^C#[Rv]#/.test(key.pk)) return "release";
  if (key.pk === projectsPartition) return "project";
  if (key.pk.startsWith("C#g#")) return "former issue";
  if (key.pk.startsWith("C#M#")) return "merge";
  if (isDeletion(key)) return "deletion";
  return key.pk.startsWith("C#s#") ? "status" : "other";
}

/** The project that a release's row of the log is of. */
export const projectOfRelease = ({ pk }: Key): string => pk.slice(seenReleasesPartition("").length);

/** The project and issue a status row's key names; the issue is empty when it is about the project. */
export function statusOf(key: Key): { project: string; issue: string } {
  const name = key.pk.slice("C#s#".length);
  const hash = name.lastIndexOf("#");
  return { project: name.slice(0, hash), issue: name.slice(hash + 1) };
}

/** Times inside sort keys: milliseconds, fixed width, so that text order is time order. */
export const sortableTime = (milliseconds: number): string =>
  String(Math.max(0, Math.floor(milliseconds))).padStart(14, "0");
