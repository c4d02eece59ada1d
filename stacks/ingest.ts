import { type Api, httpApi } from "../infra/api";
import { certificate } from "../infra/certificate";
import type { RegionContext } from "../infra/regions";
import { schedule } from "../infra/schedule";
import { serviceFunction } from "../infra/service-function";
import type { Settings } from "../infra/settings";
import { ownStore, type Store } from "../infra/store";
import { streamSubscription } from "../infra/stream-subscription";

export interface Cell {
  readonly region: RegionContext;
  readonly url: $util.Output<string>;
  readonly targets: Api["targets"];
  readonly publicUrl: $util.Input<string>;
  readonly regionUrls: $util.Input<string>;
  /** What CloudWatch knows its parts by. */
  readonly parts: Readonly<
    Record<"http" | "reduce" | "sweep" | "rebuild" | "api" | "failures", $util.Output<string>>
  >;
}

/** All that the regions run, each for itself: the API, the reducer of its stream, the sweep, and what folds a view anew. */
export function ingest(settings: Settings, regions: readonly RegionContext[], store: Store): Cell[] {
  const doors = regions.map((region) => {
    const certificateArn = settings.domain && certificate(region, settings.domain);
    return { region, ...httpApi(settings, region, certificateArn) };
  });
  // API Gateway's own addresses: they are there without a domain, and whatever becomes of its records.
  const pairs = doors.map(({ region, endpoint }) => $interpolate`${region.name}=${endpoint}`);
  const regionUrls = $util.all(pairs).apply((texts) => texts.join(","));
  return doors.map(({ region, api, endpoint, targets }) => {
    const publicUrl = settings.domain ? `https://${settings.domain.name}` : endpoint;
    const shared = { settings, region, store, publicUrl, regionUrls };
    const http = httpFunction(shared);
    api.route("$default", http.arn);
    const { reduce, failures } = reducing(shared);
    const sweep = sweeping(shared);
    const rebuild = rebuilding(shared);
    const parts = {
      http: http.name,
      reduce: reduce.name,
      sweep: sweep.name,
      rebuild: rebuild.name,
      api: api.nodes.api.id,
      failures: failures.nodes.queue.name,
    };
    return { region, url: endpoint, targets, publicUrl, regionUrls, parts };
  });
}

interface Shared {
  readonly settings: Settings;
  readonly region: RegionContext;
  readonly store: Store;
  readonly publicUrl: $util.Input<string>;
  readonly regionUrls: $util.Input<string>;
}

const httpFunction = ({ settings, region, store, ...urls }: Shared): sst.aws.Function =>
  serviceFunction(settings, region, store, {
    name: "http",
    description: "takes errors, answers the API",
    timeout: "10 seconds",
    memory: "512 MB",
    ...urls,
  });

function reducing({ settings, region, store, ...urls }: Shared) {
  const { log } = ownStore(store, region.name);
  const failures = new sst.aws.Queue(`ReduceFailures${region.label}`, {}, { provider: region.provider });
  const reduce = serviceFunction(settings, region, store, {
    name: "reduce",
    description: "folds the log's stream into the view",
    timeout: "60 seconds",
    memory: "512 MB",
    ...urls,
    permissions: [
      {
        actions: [
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
        ],
        resources: [log.streamArn],
      },
      { actions: ["sqs:SendMessage"], resources: [failures.arn] },
    ],
  });
  streamSubscription(region, log.streamArn, reduce, failures);
  return { reduce, failures };
}

function sweeping({ settings, region, store, ...urls }: Shared): sst.aws.Function {
  const sweep = serviceFunction(settings, region, store, {
    name: "sweep",
    description: "every minute: heartbeat, and what the reducer left behind",
    timeout: "50 seconds",
    memory: "256 MB",
    ...urls,
  });
  schedule(region, "SweepRound", sweep, { minutes: 1 });
  return sweep;
}

/** Its view is new, or of an earlier version, once in a long while; it works as long as a function may then. */
function rebuilding({ settings, region, store, ...urls }: Shared): sst.aws.Function {
  const rebuild = serviceFunction(settings, region, store, {
    name: "rebuild",
    description: "folds the log into a view that is new, restored or of an earlier version",
    timeout: "900 seconds",
    memory: "512 MB",
    ...urls,
  });
  schedule(region, "RebuildRound", rebuild, { minutes: 15 });
  return rebuild;
}
