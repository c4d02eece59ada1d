import { digest } from "@faultline/core/hash";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The id of an event as a UUID, for clients that read nothing else: honeybadger-java throws into the application.
 * One that is none stands for the same UUID each time; undefined for none.
 */
export function uuidOf(eventId: string | undefined): string | undefined {
  if (eventId === undefined || UUID.test(eventId)) return eventId;
  const hex = /^[0-9a-f]{32}$/i.test(eventId) ? eventId : hexOf(digest("uuid", eventId).subarray(0, 16));
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
