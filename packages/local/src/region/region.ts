import { endNow } from "./end-now.js";
import { RegionConfig } from "./region-config.js";
import { serveRegion } from "./serve-region.js";

// One region as a process of its own, started by the supervisor, which talks to it over IPC only to say
// that it lives: when the supervisor is gone, so is the region.

const config = RegionConfig.parse(JSON.parse(process.env.FAULTLINE_REGION_CONFIG ?? ""));
const stop = await serveRegion(config, process.env.FAULTLINE_REGION_ENDED || undefined).catch(
  (error: unknown) => {
    // Said by who is being started, too, and not only in this process's log.
    process.send?.({ cannotStart: error instanceof Error ? error.message : String(error) });
    throw error;
  },
);
process.send?.("listening");

const STOP_MILLISECONDS = 4500;
let isStopping = false;
const stopOnce = async (): Promise<void> => {
  if (isStopping) return;
  isStopping = true;
  // A broken disk may keep the store from closing; what was answered for lies on it already.
  setTimeout(() => endNow("it does not end by itself"), STOP_MILLISECONDS);
  await stop();
  process.exit(0);
};
process.on("SIGTERM", stopOnce);
process.on("SIGINT", () => undefined);
process.on("disconnect", stopOnce);
