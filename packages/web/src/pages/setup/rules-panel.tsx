import type { IntakeRule } from "@faultline/core/intake-rule";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { putRules, type Rules, rulesQuery } from "../../api/rules.js";
import { Section } from "../../components/section.js";
import { fullCount } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { tell } from "../../shell/toasts.js";
import { RuleForm } from "./rule-form.js";

/** What the project drops or puts together, and another rule, tried before it is saved. */
export function RulesPanel({ project }: { readonly project: string }) {
  const { setup: words, parts } = useWords();
  const client = useQueryClient();
  const { data } = useQuery(rulesQuery(project));
  const { mutate, isPending } = useMutation({
    mutationFn: (next: readonly IntakeRule[]) => putRules(project, next),
    onSuccess: (saved) => client.setQueryData(rulesQuery(project).queryKey, saved),
    onError: (error) => tell({ kind: "bad", text: error.message || parts.unreachable }),
  });
  if (!data) return null;
  const { rules, dropped } = data;
  const remove = (rule: IntakeRule): void => mutate(rules.filter((one) => one !== rule));
  return (
    <Section title={words.intakeRules}>
      <p className="px-4 py-3 text-sm text-soft">{rules.length > 0 ? words.rulesHint : words.noRules}</p>
      <ul className="divide-y divide-line">
        {rules.map((rule, place) => (
          <RuleItem
            key={JSON.stringify(rule)}
            rule={rule}
            dropped={dropped[place]}
            isBusy={isPending}
            onRemove={remove}
          />
        ))}
      </ul>
      <RuleForm project={project} isBusy={isPending} onSave={(rule) => mutate([...rules, rule])} />
    </Section>
  );
}

interface RuleItemProps {
  readonly rule: IntakeRule;
  readonly dropped: Rules["dropped"][number] | undefined;
  readonly isBusy: boolean;
  readonly onRemove: (rule: IntakeRule) => void;
}

function RuleItem({ rule, dropped, isBusy, onRemove }: RuleItemProps) {
  const { setup: words } = useWords();
  const { language } = useSettings();
  const { tags = {}, issue, ...others } = rule.when;
  const conditions = [
    ...(issue ? [words.ruleIssue(rule.note ?? issue.join(", "))] : []),
    ...[...Object.entries(others), ...Object.entries(tags)].map(([name, pattern]) => `${name}: ${pattern}`),
  ];
  const count = dropped?.count ?? 0;
  return (
    <li className="flex flex-wrap items-center gap-2 px-4 py-2 text-sm">
      <span className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">{conditions.join(", ")}</span>
      <span>
        {rule.do === "drop" ? words.ruleDrops : words.ruleGroups(rule.do.fingerprint.join(" | "))}
        {count > 0 && ` · ${words.ruleDropped(fullCount(count, language))}`}
      </span>
      <button
        type="button"
        className="button button-quiet min-h-7"
        disabled={isBusy}
        aria-label={`${words.ruleRemove} ${conditions.join(", ")}`}
        onClick={() => onRemove(rule)}
      >
        {words.ruleRemove}
      </button>
    </li>
  );
}
