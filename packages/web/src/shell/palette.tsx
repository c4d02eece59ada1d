import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { projectsQuery } from "../api/projects.js";
import { Dialog } from "../components/dialog.js";
import { useWords } from "../i18n/i18n.js";
import { availableCommands, type Command } from "../keys/commands.js";
import { Keys } from "../keys/keys.js";
import { matchCommands } from "./match-commands.js";
import { openWindow } from "./windows.js";

/** All that can be done here, found by typing: what is selected decides what is offered. */
export function Palette() {
  const { shell } = useWords();
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const found = matchCommands(usePaletteCommands(), typed);
  const active = found[Math.min(place, found.length - 1)];
  const run = (command: Command | undefined): void => {
    openWindow(undefined);
    command?.run();
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setPlace((place + step + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) run(active);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      title={shell.palette}
      isTitleHidden
      onClose={() => openWindow(undefined)}
      className="mt-[12vh] max-w-xl"
    >
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={active && `${listId}-${active.id}`}
        aria-label={shell.palette}
        className="w-full border-b border-line bg-transparent px-4 py-3.5 outline-none"
        placeholder={shell.palettePlaceholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setPlace(0);
        }}
        onKeyDown={press}
        autoComplete="off"
        spellCheck={false}
      />
      <Entries listId={listId} commands={found} active={active} onRun={run} />
      {found.length === 0 && <p className="px-4 pb-5 text-sm text-soft">{shell.paletteEmpty}</p>}
    </Dialog>
  );
}

function usePaletteCommands(): readonly Command[] {
  const { shell } = useWords();
  const navigate = useNavigate();
  const { data: projects = [] } = useQuery(projectsQuery);
  const [commands] = useState(() => availableCommands().filter(({ onlyByKey }) => !onlyByKey));
  const toProjects = projects.map(
    ({ name, displayName }): Command => ({
      id: `project-${name}`,
      label: shell.goTo(displayName ? `${displayName} (${name})` : name),
      group: "go",
      run: () => navigate({ to: "/projects/$project", params: { project: name } }),
    }),
  );
  return [...commands, ...toProjects];
}

interface EntriesProps {
  readonly listId: string;
  readonly commands: readonly Command[];
  readonly active: Command | undefined;
  readonly onRun: (command: Command) => void;
}

function Entries({ listId, commands, active, onRun }: EntriesProps) {
  const { shell } = useWords();
  return (
    <div id={listId} role="listbox" aria-label={shell.palette} className="max-h-[50vh] overflow-y-auto p-1.5">
      {commands.map((command) => (
        <Entry
          key={command.id}
          id={`${listId}-${command.id}`}
          command={command}
          isActive={command === active}
          onRun={() => onRun(command)}
        />
      ))}
    </div>
  );
}

interface EntryProps {
  readonly id: string;
  readonly command: Command;
  readonly isActive: boolean;
  readonly onRun: () => void;
}

function Entry({ id, command: { label, keys = [], group }, isActive, onRun }: EntryProps) {
  const { shell } = useWords();
  useEffect(() => {
    if (isActive) document.getElementById(id)?.scrollIntoView({ block: "nearest" });
  }, [id, isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above keeps the focus and takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: as above; aria-activedescendant names the active one
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      onClick={onRun}
      className={`flex min-h-10 cursor-pointer items-center gap-3 rounded-md px-3 py-1.5 text-sm ${isActive ? "bg-accent-wash" : "hover:bg-hover"}`}
    >
      <span className="min-w-0 flex-1 wrap-anywhere">{label}</span>
      <span className="text-xs text-soft">{shell.groups[group]}</span>
      {keys[0] !== undefined && <Keys name={keys[0]} />}
    </div>
  );
}
