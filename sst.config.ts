/// <reference path="./.sst/platform/config.d.ts" />

// Table of contents. What each stack holds is in stacks/, of what it is built in infra/, every choice in infra/settings.ts.
export default $config({
  app({ stage }) {
    const isProduction = stage === "production";
    return {
      name: "faultline",
      home: "aws",
      version: "4.17.1",
      // Production keeps its data whatever happens to the stack, and cannot be removed by mistake.
      removal: isProduction ? "retain" : "remove",
      protect: isProduction,
      providers: { aws: { region: "us-east-1" } },
    };
  },
  console: {
    autodeploy: {
      target(event) {
        if (event.type !== "branch" || event.action !== "pushed") return;
        if (event.branch === "main") return { stage: "production" };
        if (event.branch === "develop") return { stage: "staging" };
      },
    },
  },
  async run() {
    const { settings: chosen } = await import("./infra/settings");
    const { stageSettings } = await import("./infra/stage-settings");
    const { regionsOf } = await import("./infra/regions");
    const { data } = await import("./stacks/data");
    const { ingest } = await import("./stacks/ingest");
    const { failover } = await import("./stacks/failover");
    const { monitoring } = await import("./stacks/monitoring");

    const settings = stageSettings(chosen);
    const regions = regionsOf(settings);
    const store = data(settings, regions);
    const cells = ingest(settings, regions, store);
    const healthChecks = failover(settings, cells);
    monitoring(settings, { cells, store, healthChecks });

    return {
      url: settings.domain ? `https://${settings.domain.name}` : cells[0].url,
      ...Object.fromEntries(cells.map((cell) => [cell.region.name, cell.url])),
      // Who is invoked to fold a region's log over its view: see docs/deploy.md.
      ...Object.fromEntries(cells.map(({ region, parts }) => [`rebuild-${region.name}`, parts.rebuild])),
    };
  },
});
