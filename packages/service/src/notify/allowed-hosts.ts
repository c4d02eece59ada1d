import { DESTINATIONS } from "@faultline/destinations/all";
import ipaddr from "ipaddr.js";

/** Where every deployment may send. Hosts of a team's own are named by the operator. */
const WELL_KNOWN = DESTINATIONS.flatMap(({ hosts }) => hosts);

interface AllowedHosts {
  readonly wellKnown: ReadonlySet<string>;
  /** As named: `host` or `host:port`. */
  readonly named: ReadonlySet<string>;
}

/** From the operator's list: `host[:port]`, comma-separated. */
export function allowedHosts(list: string): AllowedHosts {
  const named = list
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
  return { wellKnown: new Set(WELL_KNOWN), named: new Set(named) };
}

/** Why nothing may be sent to this address; undefined when it may. Addresses behind names are judged when connecting. */
export function hostReason({ wellKnown, named }: AllowedHosts, url: URL): string | undefined {
  const { protocol, hostname, port, username, password } = url;
  if (protocol !== "https:" && protocol !== "http:") return `${protocol} is not HTTP`;
  if (username !== "" || password !== "") return "an address with user and password in it";
  const host = hostname.toLowerCase().replace(/\.$/, "");
  if (wellKnown.has(host) && protocol === "https:" && port === "") return undefined;
  const portNumber = port || (protocol === "https:" ? "443" : "80");
  if (named.has(`${host}:${portNumber}`) || (named.has(host) && port === "")) return undefined;
  return `${host}${port ? `:${port}` : ""} is not allowed: name it in FAULTLINE_ALLOWED_HOSTS`;
}

/** True for public addresses, and for those the operator named themselves. `localhost` names the loopback. */
export function isAllowedAddress({ named }: AllowedHosts, host: string, address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() === "unicast" && !isDisguised(parsed)) return true;
  const hosts = [...named].map((entry) => entry.replace(/:\d+$/, "").replace(/^\[|\]$/g, ""));
  if (parsed.range() === "loopback" && host === "localhost" && hosts.includes("localhost")) return true;
  return hosts.some(
    (entry) => ipaddr.isValid(entry) && ipaddr.process(entry).toString() === parsed.toString(),
  );
}

/** IPv4 in other clothes, which the ranges do not know: `::a.b.c.d`, and the NAT64 prefix for local use. */
const DISGUISES = ["::/96", "64:ff9b:1::/48"].map((range) => ipaddr.IPv6.parseCIDR(range));

const isDisguised = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address instanceof ipaddr.IPv6 && DISGUISES.some((range) => address.match(range));
