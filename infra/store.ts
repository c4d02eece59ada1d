import type { SecretName } from "../packages/aws/src/keys";

type Text = $util.Output<string>;

/** What one region's functions read and write. */
export interface RegionStore {
  readonly log: { readonly name: Text; readonly arn: Text; readonly streamArn: Text };
  readonly view: { readonly name: Text; readonly arn: Text };
  readonly bucket: { readonly name: Text; readonly arn: Text };
  /** Of KMS's key; undefined where it has none. */
  readonly keyArn: Text | undefined;
}

export interface Store {
  /** Without `EncryptionKeys` where KMS has the key. */
  readonly secrets: Readonly<Partial<Record<SecretName, sst.Secret>>>;
  readonly regions: ReadonlyMap<string, RegionStore>;
}

export function ownStore({ regions }: Store, name: string): RegionStore {
  const store = regions.get(name);
  if (!store) throw new Error(`no data in ${name}`);
  return store;
}
