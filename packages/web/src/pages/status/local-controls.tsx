import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import {
  commandRegion,
  FAULT_NAMES,
  type FaultName,
  injectFault,
  type LocalRegion,
  type LocalWorld,
  type RegionAction,
  setReplication,
} from "../../api/local-world.js";
import { Icon } from "../../components/icon.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";

// Only the local world has these: they break things, so that a failover can be watched.

export function RegionControls({ region }: { readonly region: LocalRegion }) {
  const { status: words } = useWords();
  const command = useControl((action: RegionAction) => commandRegion(region.name, action));
  const isRunning = region.state === "running";
  const actions: readonly RegionAction[] = isRunning ? ["stop", "kill"] : ["start"];
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2 border-t border-dashed border-line pt-3">
      <span className="w-full text-xs text-soft">{words.local}</span>
      {isRunning && <FaultSelect region={region} />}
      {actions.map((action) => (
        <button
          key={action}
          type="button"
          className="button"
          disabled={command.isPending}
          onClick={() => command.mutate(action)}
          aria-label={`${words[action]}: ${region.name}`}
        >
          {words[action]}
        </button>
      ))}
    </div>
  );
}

function FaultSelect({ region }: { readonly region: LocalRegion }) {
  const { status: words } = useWords();
  const id = useId();
  const inject = useControl((fault: FaultName) => injectFault(region.name, fault));
  const current = FAULT_NAMES.find((name) => name === region.fault?.kind) ?? "none";
  return (
    <>
      <label htmlFor={id} className="sr-only">{`${words.fault}: ${region.name}`}</label>
      <select
        id={id}
        className="field min-h-8 w-auto min-w-0 flex-1 py-0.5 text-sm"
        value={current}
        disabled={inject.isPending}
        onChange={({ target }) => inject.mutate(FAULT_NAMES.find((name) => name === target.value) ?? "none")}
      >
        {FAULT_NAMES.map((name) => (
          <option key={name} value={name}>
            {`${words.fault}: ${words.faults[name]}`}
          </option>
        ))}
      </select>
    </>
  );
}

export function ReplicationControl({ world }: { readonly world: LocalWorld }) {
  const { status: words } = useWords();
  const control = useControl(setReplication);
  const isPaused = world.regions.some(({ replicationPaused }) => replicationPaused);
  return (
    <button
      type="button"
      className="button"
      disabled={control.isPending}
      onClick={() => control.mutate(isPaused ? "resume" : "pause")}
    >
      <Icon name={isPaused ? "play" : "pause"} />
      {isPaused ? words.resume : words.pause}
    </button>
  );
}

/** Does something to the world, and looks at it anew. */
function useControl<T>(control: (value: T) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: control,
    onError: ({ message }) => tell({ kind: "bad", text: message }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ["local-world"] });
      await client.invalidateQueries({ queryKey: ["status"] });
    },
  });
}
