import { Dialog } from "../components/dialog.js";
import { useWords } from "../i18n/i18n.js";
import { availableCommands, type Command } from "../keys/commands.js";
import { Keys } from "../keys/keys.js";
import { changeSettings, useSettings } from "../settings/settings.js";
import { openWindow } from "./windows.js";

/** Every key that does something on this page, and the switch for those without a modifier. */
export function KeyboardWindow() {
  const { shell } = useWords();
  const { singleKeys } = useSettings();
  const withKeys = availableCommands().filter(({ keys }) => keys !== undefined);
  const groups = [...new Set(withKeys.map(({ group }) => group))];
  return (
    <Dialog title={shell.keyboard} onClose={() => openWindow(undefined)} className="max-w-2xl">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-1.5 text-xs font-semibold text-soft">{shell.groups[group]}</h3>
            <dl className="space-y-1.5 text-sm">
              {withKeys
                .filter((command) => command.group === group)
                .map((command) => (
                  <Row key={command.id} command={command} />
                ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="mt-6 flex items-start gap-3 border-t border-line pt-4 text-sm">
        <input
          type="checkbox"
          className="mt-0.5 size-4 accent-accent"
          checked={singleKeys}
          onChange={(event) => changeSettings({ singleKeys: event.target.checked })}
        />
        <span>
          <span className="block font-medium">{shell.singleKeys}</span>
          <span className="text-soft">{shell.singleKeysHint}</span>
        </span>
      </label>
    </Dialog>
  );
}

function Row({ command: { label, keys = [] } }: { readonly command: Command }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <dt>{label}</dt>
      <dd className="flex shrink-0 gap-2">
        {keys.map((name) => (
          <Keys key={name} name={name} />
        ))}
      </dd>
    </div>
  );
}
