/** The name that SDKs send for what somebody calls a project: `Acme Shop` becomes `acme-shop`; a name stays as it is. */
export function nameOf(typed: string): string {
  const text = typed.trim();
  if (!/[\s/\p{Cc}]/u.test(text)) return text;
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s/\p{Cc}_-]+/gu, "-")
    .replace(/^-|-$/g, "");
}
