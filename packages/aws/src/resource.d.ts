// What functions are linked to, besides their environment. `sst` writes such a file only while deploying.
import "sst";

declare module "sst" {
  export interface Resource {
    MasterKey: { readonly type: "sst.sst.Secret"; readonly value: string };
    SmtpUrl: { readonly type: "sst.sst.Secret"; readonly value: string };
    OidcSecret: { readonly type: "sst.sst.Secret"; readonly value: string };
    ClientKeys: { readonly type: "sst.sst.Secret"; readonly value: string };
    EncryptionKeys: { readonly type: "sst.sst.Secret"; readonly value: string };
  }
}
