/**
 * The metrics of AWS' own that alarms watch, by namespace. An alarm on a name that is not here does not compile, and
 * `npm run infra` refuses one: CloudWatch itself would wait for its figures for ever.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
 */
export const AWS_METRICS = {
  "AWS/Lambda": ["ConcurrentExecutions", "Duration", "Errors", "IteratorAge", "Throttles"],
  "AWS/DynamoDB": [
    "ConditionalCheckFailedRequests",
    "ReplicationLatency",
    "SystemErrors",
    "WriteThrottleEvents",
  ],
  "AWS/ApiGateway": ["4xx", "5xx", "Count", "IntegrationLatency"],
  "AWS/SQS": ["ApproximateNumberOfMessagesVisible"],
  "AWS/S3": ["OperationsFailedReplication"],
  "AWS/Route53": ["HealthCheckStatus"],
} as const;

export type AwsNamespace = keyof typeof AWS_METRICS;
