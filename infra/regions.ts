import type { Settings } from "./settings";

/** A region, what to call its resources, and the provider that creates them there. */
export interface RegionContext {
  readonly name: string;
  /** In resource names people read: `UsEast1`. */
  readonly label: string;
  readonly isPrimary: boolean;
  readonly provider: aws.Provider;
}

/** Every region has a provider of its own, the primary one too, so that nothing lands somewhere by default. */
export function regionsOf({ regions }: Pick<Settings, "regions">): RegionContext[] {
  return regions.map((name, place) => ({ ...regionOf(name), isPrimary: place === 0 }));
}

/** A region with a provider of its own, for what lies there whichever the primary is. */
export function regionOf(name: string): RegionContext {
  const label = labelOf(name);
  const provider = new aws.Provider(`Aws${label}`, { ...accountSettings(), region: name as aws.Region });
  return { name, label, isPrimary: false, provider };
}

/**
 * What `sst.config.ts` and the CLI say of the account besides its region: profile, roles, the tags of every resource. SST
 * hands it to its default provider alone, in this form, objects as JSON.
 */
function accountSettings(): Record<string, unknown> {
  const settings = Object.entries($util.runtime.allConfig()).flatMap(([name, value]) =>
    name.startsWith("aws:") && name !== "aws:region" ? [[name.slice("aws:".length), parsed(value)]] : [],
  );
  return Object.fromEntries(settings);
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // A text as it is.
    return value;
  }
}

const labelOf = (name: string): string =>
  name
    .split("-")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");

/** An ARN as it is in another region: a global table's replicas differ by nothing else. */
export const arnIn = (arn: $util.Output<string>, region: string): $util.Output<string> =>
  arn.apply((text) => text.split(":").with(3, region).join(":"));
