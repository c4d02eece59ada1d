import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { LANGUAGES, mailInvite } from "../people/invite-mail.js";
import { createInvite, type Invite, listInvites, requireInvite, withdrawInvite } from "../people/invites.js";
import { passkeysOf, removePasskey } from "../people/passkeys.js";
import {
  changePerson,
  lastSeen,
  listPeople,
  removePerson,
  requirePerson,
  type Person as StoredPerson,
} from "../people/people.js";
import { isFor, may, mayAll, ROLES, type Role } from "../people/rights.js";
import { removeSavedViews } from "../people/saved-views.js";
import { nameOf } from "../people/who.js";
import type { Ports } from "../ports.js";
import type { Scope } from "../projects/authenticate.js";
import { requireProject } from "../projects/projects.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { Email, PersonName } from "./person-schemas.js";
import { Time } from "./schemas.js";

const RoleIn = z.enum(ROLES);
const Projects = z.array(z.string()).min(1).max(200);
const projectsOut = z
  .array(z.string())
  .optional()
  .openapi({ description: "Those they see; all when left out" });

export const Person = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().optional(),
    role: RoleIn.optional(),
    projects: projectsOut,
    createdAt: Time.optional(),
    createdBy: z.string().optional(),
    seenAt: Time.optional().openapi({ description: "When they were last here; may lag an hour behind" }),
  })
  .openapi("Person", {
    description: "Id and name for who shares a project with them; the rest for who manages theirs",
  });

export const OpenInvite = z
  .object({
    id: z.string(),
    name: z.string().optional(),
    email: z.string().optional(),
    role: RoleIn,
    projects: projectsOut,
    createdAt: Time,
    createdBy: z.string(),
    expiresAt: Time,
  })
  .openapi("Invite");

export const CreatedInvite = z
  .object({
    id: z.string(),
    url: z.string(),
    expiresAt: Time,
    role: RoleIn,
    projects: projectsOut,
    mail: z
      .object({ outcome: z.enum(["sent", "failed"]), reason: z.string().optional() })
      .optional()
      .openapi({ description: "Whether it was mailed, where there is an address and an SMTP server" }),
  })
  .openapi("CreatedInvite");

const list = createRoute({
  method: "get",
  path: "/v1/people",
  summary: "People, by name, and the invites nobody has accepted yet",
  request: {
    query: z.object({
      project: z.string().optional().openapi({ description: "Only those who see this project" }),
    }),
  },
  responses: {
    200: json(
      z.object({ people: z.array(Person), invites: z.array(OpenInvite), cursor: z.null() }),
      "People the caller shares a project with; invites where the caller manages",
    ),
    ...refusals,
  },
});

const invite = createRoute({
  method: "post",
  path: "/v1/invites",
  summary: "Invite somebody: a link, shown this once and mailed where it can be, makes one person in a week",
  request: body(
    z.strictObject({
      name: PersonName.optional(),
      email: Email.optional(),
      role: RoleIn,
      projects: Projects.optional(),
      language: z.enum(LANGUAGES).default("en").openapi({ description: "Of the mail" }),
    }),
  ),
  responses: { 201: json(CreatedInvite, "The link"), ...refusals },
});

const withdraw = createRoute({
  method: "delete",
  path: "/v1/invites/{invite}",
  summary: "Withdraw an invite that nobody has accepted",
  request: { params: z.object({ invite: z.string() }) },
  responses: { 204: { description: "Its link opens nothing any more" }, ...refusals },
});

const change = createRoute({
  method: "patch",
  path: "/v1/people/{person}",
  summary: "Change somebody's name, role or projects; known in both regions within a minute",
  request: {
    params: z.object({ person: z.string() }),
    ...body(
      z.strictObject({
        name: PersonName.optional(),
        role: RoleIn.optional(),
        projects: Projects.nullable().optional().openapi({ description: "null: all of them" }),
      }),
    ),
  },
  responses: { 200: json(Person, "As they are now"), ...refusals },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/people/{person}",
  summary: "Remove somebody: they are signed out, in both regions within a minute",
  request: { params: z.object({ person: z.string() }) },
  responses: { 204: { description: "Removed" }, ...refusals },
});

export function peopleRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(list, async (c) => {
    const scope = c.get("scope");
    const { project } = c.req.valid("query");
    const people = (await listPeople(ports)).filter(
      (person) => sharesProject(scope, person) && (project === undefined || isFor(person.projects, project)),
    );
    const seen = await lastSeen(ports, people);
    const invites = (await listInvites(ports)).filter((one) => manages(scope, one));
    const shown = people.map((person) => renderedFor(scope, person, seen.get(person.id)));
    return c.json({ people: shown, invites: invites.map(renderedInvite), cursor: null }, 200);
  });
  app.openapi(invite, async (c) => {
    const { language, ...wanted } = c.req.valid("json");
    const scope = c.get("scope");
    refuseUnlessManages(scope, wanted);
    refuseFromPassing(scope);
    for (const project of wanted.projects ?? []) await requireProject(ports, project);
    const { invite: made, token } = await createInvite(ports, { ...wanted, createdBy: nameOf(scope) });
    const { id, role, projects } = made;
    c.set("told", { project: soleOf(projects), detail: { invite: id, role, projects } });
    const url = `${ports.settings.publicUrl}/invite#${token}`;
    const expiresAt = formatTime(made.expiresAt);
    const mail = await mailInvite(ports, { invite: made, url, language });
    return c.json({ id, url, expiresAt, role, projects: projects && [...projects], mail }, 201);
  });
  app.openapi(withdraw, async (c) => {
    const found = await requireInvite(ports, { id: c.req.valid("param").invite });
    refuseUnlessManages(c.get("scope"), found);
    c.set("told", { project: soleOf(found.projects), detail: { invite: found.id } });
    await withdrawInvite(ports, found);
    return c.body(null, 204);
  });
  app.openapi(change, async (c) => {
    const { projects, ...wanted } = c.req.valid("json");
    const scope = c.get("scope");
    const before = await requirePerson(ports.log, c.req.valid("param").person);
    refuseUnlessManages(scope, before);
    const next = projects === undefined ? wanted : { ...wanted, projects: projects ?? undefined };
    refuseUnlessManages(scope, { ...before, ...next });
    refuseFromPassing(scope);
    for (const project of projects ?? []) await requireProject(ports, project);
    c.set("told", {
      project: soleOf(before.projects),
      detail: { person: before.id, name: before.name, ...c.req.valid("json") },
    });
    const person = await changePerson(ports, before.id, next);
    return c.json(renderedFor(scope, person, undefined), 200);
  });
  app.openapi(remove, async (c) => {
    const person = await requirePerson(ports.log, c.req.valid("param").person);
    refuseUnlessManages(c.get("scope"), person);
    c.set("told", { project: soleOf(person.projects), detail: { person: person.id, name: person.name } });
    await removePerson(ports, person.id);
    for (const { id } of await passkeysOf(ports, person.id)) await removePasskey(ports, id);
    await removeSavedViews(ports, person.id);
    return c.body(null, 204);
  });
  return app;
}

type Placed = Pick<StoredPerson, "role" | "projects">;

/** Whether the caller manages each of their projects, and may do there whatever they may. */
const manages = (scope: Scope, { role, projects }: Placed): boolean =>
  mayAll(scope, role, projects) && (projects ?? [undefined]).every((one) => may(scope, "manage", one));

function refuseUnlessManages(scope: Scope, placed: { readonly role: Role } & Placed): void {
  if (manages(scope, placed)) return;
  throw new VisibleError(
    "forbidden",
    "not_allowed",
    "You may invite, change and remove people in projects that you own, for what you may do there yourself.",
  );
}

/** Whom a token invites outlives it: else who has it for a day would be in for ever. */
function refuseFromPassing(scope: Scope): void {
  if (scope.kind !== "token" || scope.expiresAt === undefined) return;
  throw new VisibleError("forbidden", "not_allowed", "A token that expires invites nobody.");
}

/** Whether there is a project that both see. */
const sharesProject = (scope: Scope, { projects }: Placed): boolean =>
  projects === undefined || may(scope, "read") || projects.some((project) => may(scope, "read", project));

function renderedFor(
  scope: Scope,
  { id, name, email, role, projects, createdAt, createdBy }: StoredPerson,
  seenAt: number | undefined,
): z.infer<typeof Person> {
  const isSelf = scope.kind === "person" && scope.id === id;
  if (!isSelf && !manages(scope, { role, projects })) return { id, name };
  return {
    id,
    name,
    email,
    role,
    projects: projects && [...projects],
    createdAt: formatTime(createdAt),
    createdBy,
    seenAt: seenAt === undefined ? undefined : formatTime(seenAt),
  };
}

const renderedInvite = ({
  hash: _,
  createdAt,
  expiresAt,
  projects,
  ...invited
}: Invite): z.infer<typeof OpenInvite> => ({
  ...invited,
  projects: projects && [...projects],
  createdAt: formatTime(createdAt),
  expiresAt: formatTime(expiresAt),
});

/** The project whose owner sees the line in the audit. */
const soleOf = (projects: readonly string[] | undefined): string | undefined =>
  projects?.length === 1 ? projects[0] : undefined;
