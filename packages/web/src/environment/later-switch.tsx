import { lazy, Suspense } from "react";
import { useWords } from "../i18n/i18n.js";

const EnvironmentSwitch = lazy(() =>
  import("./environment-switch.js").then(({ EnvironmentSwitch }) => ({ default: EnvironmentSwitch })),
);

interface LaterSwitchProps {
  readonly project: string | undefined;
  readonly className?: string;
}

/** The choice of the environment, whose room is kept while it is fetched: what stands below does not move when it comes. */
export const LaterSwitch = ({ project, className = "" }: LaterSwitchProps) => (
  <Suspense fallback={<Room className={className} />}>
    <EnvironmentSwitch project={project} className={className} />
  </Suspense>
);

const Room = ({ className }: { readonly className: string }) => (
  <span aria-hidden="true" className={`flex min-w-0 ${className}`}>
    <select className="field min-w-0" disabled>
      <option>{useWords().parts.allEnvironments}</option>
    </select>
  </span>
);
