import { VisibleError } from "@faultline/core/visible-error";
import { bodyLimit } from "hono/body-limit";
import type { Ports } from "../ports.js";
import { guarded } from "./caller.js";
import { jsonOnly } from "./json-only.js";
import { type ApiApp, apiApp } from "./openapi.js";
import type { Access } from "./v1.js";
import { accountRoutes } from "./v1-account.js";
import { passkeyRoutes } from "./v1-passkeys.js";
import { passwordRoutes } from "./v1-passwords.js";
import { providerRoutes } from "./v1-provider.js";
import { sessionRoutes } from "./v1-session.js";

const KEY_BYTES_MAX = 8 * 1024;
const PASSKEY_BYTES_MAX = 32 * 1024;

/** What people who are not in yet may ask, and what they look after themselves. */
export function comingInRoutes(ports: Ports, access: Access): ApiApp {
  const app = apiApp();
  app.use("/v1/session", upTo(KEY_BYTES_MAX));
  app.include(sessionRoutes(ports, access));
  for (const path of ["/v1/session/*", "/v1/invite", "/v1/invite/*"])
    app.use(path, upTo(PASSKEY_BYTES_MAX), jsonOnly);
  app.include(passwordRoutes(ports, access));
  app.include(passkeyRoutes(ports, access));
  app.include(providerRoutes(ports, access));
  app.use("/v1/account/*", upTo(PASSKEY_BYTES_MAX), guarded(access), jsonOnly);
  app.include(accountRoutes(ports, access));
  return app;
}

/** Anybody may ask this: what is parsed for them is no longer than what a key, a password or a passkey takes. */
const upTo = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new VisibleError("too_large", "too_large", "Signing in takes a few words and nothing else.");
    },
  });
