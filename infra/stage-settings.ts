import type { Settings } from "./settings";

type Domain = NonNullable<Settings["domain"]>;

/** The settings as they are for this stage: two stages share no name, or the second one could not be deployed. */
export const stageSettings = (settings: Settings): Settings => ({
  ...settings,
  domain: settings.domain && domainOf(settings.domain, settings),
});

/** The name itself for the stage it is meant for; below it for every other one: `anna.errors.example.com`. */
function domainOf(domain: Domain, { regions }: Settings): Domain {
  const { stage } = $app;
  if (stage === (domain.stage ?? "production")) return domain;
  if (regions.includes(stage))
    throw new Error(`${stage}.${domain.name} is that region's own name: call the stage something else`);
  return { ...domain, name: `${stage}.${domain.name}` };
}
