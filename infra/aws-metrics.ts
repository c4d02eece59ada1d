const FUNCTION = [["FunctionName"]] as const;
const TABLE = [["TableName"]] as const;
const API = [["ApiId"]] as const;

/**
 * The metrics of AWS' own that alarms watch, by namespace, each with the sets of dimensions it is told by. An alarm on a
 * name that is not here does not compile, and `npm run infra` refuses one, and other dimensions: CloudWatch itself would
 * wait for their figures for ever.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
 */
export const AWS_METRICS = {
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html; without dimensions: all of the region.
  "AWS/Lambda": {
    ConcurrentExecutions: [[], ["FunctionName"]],
    Duration: FUNCTION,
    Errors: FUNCTION,
    IteratorAge: FUNCTION,
    Throttles: FUNCTION,
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
  "AWS/DynamoDB": {
    ConditionalCheckFailedRequests: TABLE,
    ReplicationLatency: [["TableName", "ReceivingRegion"]],
    SystemErrors: [["TableName", "Operation"]],
    WriteThrottleEvents: TABLE,
  },
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
  "AWS/ApiGateway": { "4xx": API, "5xx": API, Count: API, IntegrationLatency: API },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  "AWS/SQS": { ApproximateNumberOfMessagesVisible: [["QueueName"]] },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
  "AWS/S3": { OperationsFailedReplication: [["SourceBucket", "DestinationBucket", "RuleId"]] },
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
  "AWS/Route53": { HealthCheckStatus: [["HealthCheckId"]] },
} as const;

export type AwsNamespace = keyof typeof AWS_METRICS;
