import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { changeSettings, useSettings } from "../settings/settings.js";

/** What an address says of the environment: nothing, or which one; empty for all. */
export interface EnvironmentSearch {
  readonly env?: string | undefined;
}

/** The service takes no longer ones. */
const CHARS_MAX = 200;

export const readEnvironment = ({ env }: Record<string, unknown>): EnvironmentSearch =>
  // Named even where it is left out: the router lays this over what stands in the address.
  ({ env: typeof env === "string" ? env.trim().slice(0, CHARS_MAX) : undefined });

/**
 * The environment whose events are shown, empty for all, and what chooses another. The address says it, so that a link shows what
 * its sender saw; where it says nothing what was chosen last in this browser holds, and is written into it.
 */
export function useEnvironment(): readonly [string, (chosen: string) => void] {
  const { env }: EnvironmentSearch = useSearch({ strict: false });
  const { environment } = useSettings();
  const navigate = useNavigate();
  const write = useCallback(
    (said: string | undefined) =>
      navigate({
        to: ".",
        search: (before: object) => ({ ...before, env: said }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  useEffect(() => {
    if (env !== undefined && env !== environment) changeSettings({ environment: env });
    else if (env !== (environment || undefined)) write(environment || undefined);
  }, [env, environment, write]);
  return [env ?? environment, write];
}
