/** Every code a refusal can carry. docs/errors.md explains each; a test holds the two together. */
export const ERROR_CODES = [
  "bad_cursor",
  "bad_project_name",
  "bad_request",
  "bad_source_map",
  "broken_encoding",
  "cross_site",
  "internal",
  "invalid_json",
  "invalid_protobuf",
  "issue_not_found",
  "key_not_found",
  "no_errors",
  "no_key",
  "no_project",
  "not_allowed",
  "occurrence_not_found",
  "project_not_found",
  "route_not_found",
  "too_large",
  "too_many_points",
  "unavailable",
  "unsupported_encoding",
  "unsupported_media_type",
  "wrong_key",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
