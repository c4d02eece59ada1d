/**
 * What API Gateway logs of a request. Not its path: `/shared/<token>` would let whoever reads the log look. The function's
 * own line has it without that, under the request id that is the integration's here.
 */
export const LOGGED = {
  requestId: "$context.requestId",
  status: "$context.status",
  responseLatency: "$context.responseLatency",
  integrationRequestId: "$context.integration.requestId",
  integrationStatus: "$context.integration.status",
  error: "$context.error.messageString",
  ip: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
} as const;
