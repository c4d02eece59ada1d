import { IntakeRule } from "@faultline/core/intake-rule";
import { NewIntakeRule } from "@faultline/core/new-intake-rule";
import { formatTime } from "@faultline/core/time";
import * as z from "zod";
import { droppedBy } from "../ingest/drops.js";
import type { Ports } from "../ports.js";
import { refuseBuiltIn } from "../projects/built-in.js";
import { patchProject, requireProject } from "../projects/projects.js";
import { RULES_MAX, refuseTooMany } from "../projects/rule-limits.js";
import { PREVIEW_MAX, previewRules } from "../query/preview-rules.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { ProjectPath, Time } from "./schemas.js";

const Rules = z.strictObject({ rules: z.array(NewIntakeRule).max(RULES_MAX) }).openapi("IntakeRules");

const RulesNow = z
  .object({
    rules: z.array(IntakeRule),
    dropped: z
      .array(z.object({ count: z.number().int(), since: Time.nullable() }))
      .openapi({ description: "By rule, how many reports it dropped, at least, and since when" }),
  })
  .openapi("IntakeRulesNow");

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
  responses: {
    200: json(RulesNow, "The rules; the first one that is about a report decides"),
    ...refusals,
  },
});

const put = createRoute({
  method: "put",
  path: "/v1/projects/{project}/rules",
  summary: "Set them all: for what is sent from now on, within ten seconds",
  request: { params: ProjectPath, ...body(Rules) },
  responses: { 200: json(RulesNow, "The rules as they are now"), ...refusals },
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
    const { name, rules } = await requireProject(ports, c.req.valid("param").project);
    return c.json(await rulesNow(ports, name, rules), 200);
  });
  app.openapi(put, async (c) => {
    const { project } = c.req.valid("param");
    const { rules } = c.req.valid("json");
    refuseBuiltIn(project);
    refuseTooMany(rules);
    c.set("told", { detail: { rules: rules.length } });
    const patched = await patchProject(ports, project, { rules });
    return c.json(await rulesNow(ports, project, patched.rules), 200);
  });
  app.openapi(preview, async (c) => {
    const project = await requireProject(ports, c.req.valid("param").project);
    const tried = c.req.valid("json");
    refuseTooMany(tried.rules);
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

async function rulesNow(
  ports: Pick<Ports, "log" | "regions">,
  project: string,
  rules: readonly IntakeRule[],
): Promise<z.infer<typeof RulesNow>> {
  const dropped = await droppedBy(ports, project, rules);
  const shown = dropped.map((one) => ({ count: one?.count ?? 0, since: one ? formatTime(one.since) : null }));
  return { rules: [...rules], dropped: shown };
}
