import type { SecretName } from "../packages/aws/src/keys";

type Text = $util.Output<string>;

/** What one region's functions read and write. */
export interface RegionStore {
  readonly log: { readonly name: Text; readonly arn: Text; readonly streamArn: Text };
  readonly view: { readonly name: Text; readonly arn: Text };
  readonly bucket: { readonly name: Text; readonly arn: Text };
  readonly keyArn: Text;
}

export interface Store {
  readonly secrets: Readonly<Record<SecretName, sst.Secret>>;
  readonly regions: ReadonlyMap<string, RegionStore>;
}

export function ownStore({ regions }: Store, name: string): RegionStore {
  const store = regions.get(name);
  if (!store) throw new Error(`no data in ${name}`);
  return store;
}
