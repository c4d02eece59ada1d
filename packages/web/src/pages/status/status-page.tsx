import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { localWorldQuery } from "../../api/local-world.js";
import { statusQuery } from "../../api/status.js";
import type { StatusReport } from "../../api/types.js";
import { Section } from "../../components/section.js";
import { Failed, Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { useTitle } from "../../shell/title.js";
import { Alarms } from "./alarms.js";
import { Destinations } from "./destinations.js";
import { FailoverFacts } from "./failover-facts.js";
import { RegionsPicture } from "./regions-picture.js";

const Metrics = lazy(() => import("./metrics.js").then(({ Metrics }) => ({ default: Metrics })));

/** How the deployment does: both regions, what is wrong, what was. */
export function StatusPage() {
  const { status: words } = useWords();
  useTitle(words.title);
  const { data, error, refetch } = useQuery(statusQuery);
  return (
    <>
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4">
        <h1 className="text-xl font-semibold tracking-tight">{words.title}</h1>
        {data && (
          <p className="text-sm text-soft">
            {words.answeredBy(data.region)} {words.version(data.version)}
          </p>
        )}
      </div>
      {data ? (
        <Report report={data} />
      ) : (
        <div className="panel">{error ? <Failed error={error} onRetry={refetch} /> : <Loading />}</div>
      )}
    </>
  );
}

function Report({ report }: { readonly report: StatusReport }) {
  const { status: words } = useWords();
  const { data: world = null } = useQuery(localWorldQuery);
  return (
    <div className="space-y-5">
      <RegionsPicture report={report} world={world} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section title={words.alarms}>
          <div className="p-4">
            <Alarms alarms={report.alarms} />
          </div>
        </Section>
        <div className="space-y-5">
          <Section title={words.destinations}>
            <div className="p-4">
              <Destinations destinations={report.destinations} />
            </div>
          </Section>
          <FailoverFacts report={report} />
        </div>
      </div>
      <Section title={words.metrics}>
        <div className="p-4">
          <Suspense fallback={<Loading rows={2} />}>
            <Metrics metrics={report.metrics} />
          </Suspense>
        </div>
      </Section>
    </div>
  );
}
