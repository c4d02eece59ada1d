import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { searchValuesQuery } from "../api/search.js";
import { useWords } from "../i18n/i18n.js";
import { useEnvironment } from "./use-environment.js";

interface EnvironmentSwitchProps {
  /** Whose environments there are to choose from; those of all projects without one. */
  readonly project: string | undefined;
  readonly className?: string;
}

/** Chooses the environment whose events are shown; nothing where no event says one. */
export function EnvironmentSwitch({ project, className = "" }: EnvironmentSwitchProps) {
  const { parts: words } = useWords();
  const id = useId();
  const [environment, choose] = useEnvironment();
  const { data: known = [], isPending } = useQuery(searchValuesQuery(project, "env", ""));
  const names = [...new Set([...(environment === "" ? [] : [environment]), ...known])].sort();
  // Until that is known, it keeps its room, and there is nothing to choose.
  if (names.length === 0 && !isPending) return null;
  return (
    <span className={`flex min-w-0 items-center gap-2 ${className}`}>
      <label htmlFor={id} className="sr-only">
        {words.environment}
      </label>
      <select
        id={id}
        className={`field min-w-0 ${environment === "" ? "" : "border-accent font-medium"}`}
        value={environment}
        disabled={names.length === 0}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">{words.allEnvironments}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}
