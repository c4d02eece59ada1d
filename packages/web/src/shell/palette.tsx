import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useCallback, useEffect, useId, useState } from "react";
import { projectsQuery } from "../api/projects.js";
import { savedViewsQuery } from "../api/saved-views.js";
import { Dialog } from "../components/dialog.js";
import { useWords } from "../i18n/i18n.js";
import { availableCommands, type Command } from "../keys/commands.js";
import { Keys } from "../keys/keys.js";
import { addressOf } from "../saved-views/view-of.js";
import { matchCommands } from "./match-commands.js";
import { useFoundIssues } from "./use-found-issues.js";
import { openWindow } from "./windows.js";

/** All that can be done here, and all issues, found by typing: what is selected decides what is offered. */
export function Palette() {
  const { shell, parts } = useWords();
  const listId = useId();
  const { typed, type, issues, found, active, run, press } = useFinding();
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
        onChange={({ target }) => type(target.value)}
        onKeyDown={press}
        autoComplete="off"
        spellCheck={false}
      />
      <Entries listId={listId} commands={found} active={active} onRun={run} />
      {found.length === 0 && (
        <p role="status" className="px-4 pb-5 text-sm text-soft wrap-anywhere">
          {issues.isSearching ? parts.loading : (issues.refusal ?? shell.paletteEmpty)}
        </p>
      )}
    </Dialog>
  );
}

/** What is typed, what is found by it, and the one that Enter would run. */
function useFinding() {
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const issues = useFoundIssues(typed);
  const found = [...matchCommands(usePaletteCommands(), typed), ...issues.commands];
  const active = found[Math.min(place, found.length - 1)];
  const run = useCallback((command: Command | undefined): void => {
    openWindow(undefined);
    command?.run();
  }, []);
  const runWhenFound = useRunWhenFound(typed, issues, run);
  const type = (text: string): void => {
    setTyped(text);
    setPlace(0);
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setPlace((place + step + found.length) % Math.max(1, found.length));
    else if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    else if (active === undefined && issues.isSearching) runWhenFound();
    else run(active);
    event.preventDefault();
  };
  return { typed, type, issues, found, active, run, press };
}

/** Whoever types an id and presses Enter need not wait for the answer: what is found first is opened as it comes. */
function useRunWhenFound(
  typed: string,
  { commands, isSearching }: ReturnType<typeof useFoundIssues>,
  run: (command: Command | undefined) => void,
): () => void {
  const [wanted, want] = useState<string>();
  const isOver = wanted === typed && !isSearching;
  const [first] = commands;
  useEffect(() => {
    if (!isOver) return;
    want(undefined);
    if (first) run(first);
  }, [isOver, first, run]);
  return () => want(typed);
}

function usePaletteCommands(): readonly Command[] {
  const { shell, savedViews } = useWords();
  const navigate = useNavigate();
  const { data: projects = [] } = useQuery(projectsQuery);
  const { data: views = [] } = useQuery(savedViewsQuery);
  const [commands] = useState(() => availableCommands().filter(({ onlyByKey }) => !onlyByKey));
  const toProjects = projects.map(
    ({ name, displayName }): Command => ({
      id: `project-${name}`,
      label: shell.goTo(displayName ? `${displayName} (${name})` : name),
      group: "go",
      run: () => navigate({ to: "/projects/$project", params: { project: name } }),
    }),
  );
  const toViews = views.map(
    (view): Command => ({
      id: view.id,
      label: savedViews.open(view.name),
      group: "go",
      run: () => navigate(addressOf(view)),
    }),
  );
  return [...commands, ...toViews, ...toProjects];
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
