import { IntakeRule } from "@faultline/core/intake-rule";
import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { refuseBuiltIn } from "../projects/built-in.js";
import { patchProject, requireProject } from "../projects/projects.js";
import { PREVIEW_MAX, previewRules } from "../query/preview-rules.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { ProjectPath, Time } from "./schemas.js";

const RULES_MAX = 50;
const RULES_CHARS_MAX = 20_000;

const Rules = z.strictObject({ rules: z.array(IntakeRule).max(RULES_MAX) }).openapi("IntakeRules");

const Tried = Rules.extend({
  events: z.number().int().min(1).max(PREVIEW_MAX).default(1000).openapi({
    description: "Over how many of the latest events they are tried",
  }),
}).openapi("TriedRules");

export const RulePreview = z
  .object({
    events: z
      .number()
      .int()
      .openapi({ description: "How many events were looked at: the latest ones that are kept" }),
    from: Time.optional().openapi({ description: "When the earliest of them happened" }),
    dropped: z.number().int(),
    regrouped: z.number().int().openapi({ description: "They would be in another issue" }),
    rules: z
      .array(
        z.object({
          dropped: z.number().int(),
          regrouped: z.number().int(),
          issues: z.number().int().openapi({ description: "Of how many issues these are" }),
          samples: z.array(z.object({ event: z.string(), issue: z.string(), title: z.string(), at: Time })),
        }),
      )
      .openapi({
        description: "By rule, in their order; an event counts for the first rule that is about it",
      }),
  })
  .openapi("RulePreview");

const get = createRoute({
  method: "get",
  path: "/v1/projects/{project}/rules",
  summary: "What a project drops, and what it puts together otherwise",
  request: { params: ProjectPath },
  responses: { 200: json(Rules, "The rules; the first one that is about a report decides"), ...refusals },
});

const put = createRoute({
  method: "put",
  path: "/v1/projects/{project}/rules",
  summary: "Set them all: for what is sent from now on, within ten seconds",
  request: { params: ProjectPath, ...body(Rules) },
  responses: { 200: json(Rules, "The rules as they are now"), ...refusals },
});

const preview = createRoute({
  method: "post",
  path: "/v1/projects/{project}/rules/preview",
  summary: "What rules would have done with the latest events; nothing is changed",
  request: { params: ProjectPath, ...body(Tried) },
  responses: { 200: json(RulePreview, "What they would have done"), ...refusals },
});

/** What a project drops at its door, and what it puts together otherwise. */
export function ruleRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(get, async (c) => {
    const { rules } = await requireProject(ports, c.req.valid("param").project);
    return c.json({ rules }, 200);
  });
  app.openapi(put, async (c) => {
    const { project } = c.req.valid("param");
    const { rules } = c.req.valid("json");
    refuseBuiltIn(project);
    refuseTooLong(rules);
    c.set("told", { detail: { rules: rules.length } });
    return c.json({ rules: (await patchProject(ports, project, { rules })).rules }, 200);
  });
  app.openapi(preview, async (c) => {
    const project = await requireProject(ports, c.req.valid("param").project);
    const tried = c.req.valid("json");
    refuseTooLong(tried.rules);
    const { from, rules, ...counts } = await previewRules(ports, project, tried);
    const rendered = rules.map(({ samples, ...rule }) => ({
      ...rule,
      samples: samples.map((sample) => ({ ...sample, at: formatTime(sample.at) })),
    }));
    return c.json(
      { ...counts, from: from === undefined ? undefined : formatTime(from), rules: rendered },
      200,
    );
  });
  return app;
}

/** They are part of the project's row, which every request reads. */
function refuseTooLong(rules: readonly IntakeRule[]): void {
  const chars = JSON.stringify(rules).length;
  if (chars <= RULES_CHARS_MAX) return;
  throw new VisibleError(
    "unprocessable",
    "bad_request",
    `All rules together may have ${RULES_CHARS_MAX} characters as JSON; these have ${chars}. Use * for what they share.`,
  );
}
