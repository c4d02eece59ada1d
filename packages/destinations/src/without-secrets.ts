import type { Config } from "./config.js";

/** Shorter parts of an address are words, not secrets. */
const PART_CHARS_MIN = 6;

/** The text without what is secret in a config: destinations like to repeat what they were asked. */
export function withoutSecrets(config: Config, text: string): string {
  return secretsOf(config)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
}

function secretsOf(config: Config): string[] {
  switch (config.type) {
    case "slack":
      return [...partsOf(config.endpoint), ...given(config.token)];
    case "github":
      return given(config.userToken);
    case "gitlab":
      return given(config.personalAccessToken);
    case "webhook":
      return [...partsOf(config.url), ...given(config.secret)];
    case "email":
      return [];
  }
}

const given = (secret: string | undefined): string[] => (secret ? [secret] : []);

/** An address that lets whoever knows it in, and what of it is repeated alone: `Cannot POST /services/…`. */
function partsOf(address: string | undefined): string[] {
  if (address === undefined) return [];
  const { pathname, search } = new URL(address);
  const parts = `${pathname}${search}`.split(/[/?&=]/).filter((part) => part.length >= PART_CHARS_MIN);
  return [address, `${pathname}${search}`, pathname, ...parts].filter((part) => part.length > 1);
}
