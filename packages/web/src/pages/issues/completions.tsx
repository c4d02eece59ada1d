import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useState } from "react";
import { searchValuesQuery } from "../../api/search.js";
import { useWords } from "../../i18n/i18n.js";
import { completed, EVENT_KEYS, ISSUE_KEYS, keysFor, type Writing, writingAt } from "./completion-at.js";

/** What a search is completed for. */
export interface Completing {
  /** Whose values are offered; those of all projects without one. */
  readonly project: string | undefined;
  /** Events of one issue are searched: what tells issues apart is no key then. */
  readonly isOfEvents: boolean;
}

/** Whether there is a list, and the one in it that is marked. */
export interface Shown {
  readonly isOpen: boolean;
  readonly activeId: string | undefined;
}

interface CompletionsProps extends Completing {
  readonly id: string;
  readonly text: string;
  readonly caret: number;
  /** Takes a key that was pressed in the field; true when that was meant for the list. */
  readonly keys: RefObject<((key: string) => boolean) | null>;
  readonly onShow: (shown: Shown) => void;
  readonly onTake: (text: string, caret: number) => void;
}

const NO_VALUES: readonly string[] = [];

/** Below a search: the keys or values that may stand where the caret is. The field keeps the focus. */
export function Completions({ id, text, caret, keys, onShow, onTake, ...completing }: CompletionsProps) {
  const { issues: words } = useWords();
  const { writing, options } = useOptions(text, caret, completing);
  const list = useMarked(writing, options, `${caret} ${text}`);
  const { isOpen, active, marked } = list;
  const activeId = marked === undefined ? undefined : `${id}-${active}`;
  const take = (option: string): void => {
    const next = completed(text, writing, option);
    onTake(next.text, next.caret);
  };
  useLayoutEffect(() => onShow({ isOpen, activeId }), [isOpen, activeId, onShow]);
  // At once: the next key may come before the browser has drawn this.
  useLayoutEffect(() => {
    const choose = (): boolean => {
      if (marked !== undefined) take(marked);
      return marked !== undefined;
    };
    const pressed = new Map([
      ["ArrowDown", () => list.move(1)],
      ["ArrowUp", () => list.move(-1)],
      ["Tab", choose],
      ["Enter", () => choose() || (list.close() && false)],
      ["Escape", list.close],
    ]);
    keys.current = (key) => pressed.get(key)?.() ?? false;
    return () => {
      keys.current = null;
    };
  });
  if (!isOpen) return null;
  const label = writing.key === undefined ? words.searchKeys : words.searchValues(writing.key);
  const isKey = writing.key === undefined;
  return <Options id={id} label={label} options={options} active={active} isKey={isKey} onTake={take} />;
}

/** Whether the list is open at this place of the search, and what in it is marked. */
function useMarked(writing: Writing, options: readonly string[], place: string) {
  const [asked, ask] = useState<string>();
  const [closed, setClosed] = useState<string>();
  const [mark, setMark] = useState({ place: "", active: -1 });
  const isMeant = writing.key !== undefined || writing.typed !== "" || asked === place;
  const isOpen = isMeant && closed !== place && options.length > 0;
  const active = mark.place === place ? mark.active : -1;
  const move = (step: number): boolean => {
    if (isOpen) setMark({ place, active: next(active, step, options.length) });
    else {
      ask(place);
      setClosed(undefined);
    }
    return options.length > 0;
  };
  const close = (): boolean => {
    setClosed(place);
    return isOpen;
  };
  return { isOpen, active, marked: isOpen ? options[active] : undefined, move, close };
}

/** The first comes after none, and none before the first. */
const next = (active: number, step: number, count: number): number =>
  active < 0 && step < 0 ? count - 1 : ((active + step + 1 + count + 1) % (count + 1)) - 1;

function useOptions(text: string, caret: number, { project, isOfEvents }: Completing) {
  const writing = useMemo(() => writingAt(text, caret), [text, caret]);
  const { key = "", typed } = writing;
  const isHidden = isOfEvents && ISSUE_KEYS.some((one) => one.toLowerCase() === key.toLowerCase());
  const { data: values = NO_VALUES } = useQuery({
    ...searchValuesQuery(project, key, typed),
    enabled: writing.key !== undefined && !isHidden,
    retry: false,
  });
  // `has:` asks for tags by their names, so its values are those.
  const { data: tags } = useQuery({
    ...searchValuesQuery(project, "has", typed),
    enabled: writing.key === undefined && typed !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
  const known = isOfEvents ? EVENT_KEYS : [...ISSUE_KEYS, ...EVENT_KEYS];
  const offered = values.filter((value) => value.toLowerCase() !== typed.toLowerCase());
  return { writing, options: writing.key === undefined ? keysFor(writing, known, tags) : offered };
}

interface OptionsProps {
  readonly id: string;
  readonly label: string;
  readonly options: readonly string[];
  readonly active: number;
  readonly isKey: boolean;
  readonly onTake: (option: string) => void;
}

function Options({ id, label, options, active, isKey, onTake }: OptionsProps) {
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      className="absolute top-full left-0 z-30 mt-1 max-h-72 w-full max-w-md overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-lg"
    >
      {options.map((option, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and takes the keys
        // biome-ignore lint/a11y/useFocusableInteractive: as above; aria-activedescendant names the active one
        <div
          key={option}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(option)}
          className={`flex min-h-9 cursor-pointer items-center rounded-md px-3 py-1 font-mono text-sm wrap-anywhere ${place === active ? "bg-accent-wash" : "hover:bg-hover"}`}
        >
          {isKey ? `${option}:` : option}
        </div>
      ))}
    </div>
  );
}
