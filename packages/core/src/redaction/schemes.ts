/** What stands before the credentials in an `Authorization` header. */
export const SCHEME_WORD =
  /^(?:bearer|basic|digest|token|api-?key|negotiate|ntlm|aws|aws4-hmac-sha256|hawk|oauth|jwt|signature|hmac|key|ssws|geniekey|splunk|bot|mac|vapid|scram-sha-\d+|gnap|dpop|privatetoken)$/i;
