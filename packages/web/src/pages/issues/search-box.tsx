import {
  type FormEvent,
  type KeyboardEvent,
  lazy,
  Suspense,
  type SyntheticEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Icon } from "../../components/icon.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";
import type { Completing, Shown } from "./completions.js";

const Completions = lazy(() =>
  import("./completions.js").then(({ Completions }) => ({ default: Completions })),
);

interface SearchBoxProps extends Completing {
  readonly label: string;
  readonly placeholder: string;
  readonly query: string;
  readonly onSearch: (query: string) => void;
  /** The element that says why this is no search. */
  readonly refusedBy?: string | undefined;
}

const PAUSE_MILLISECONDS = 350;
const CLOSED: Shown = { isOpen: false, activeId: undefined };

/** What to look for; looked for in a pause of writing, or on Enter. Keys and values are completed as they are written. */
export function SearchBox({ label, placeholder, query, onSearch, refusedBy, ...completing }: SearchBoxProps) {
  const { issues: words } = useWords();
  const { field, typed, caret, look, put, submit, clear } = useWriting(query, onSearch);
  const { said, isFocused, watch, press, list } = useCompletionList(clear);
  const focus = (): void => field.current?.select();
  useCommands([{ id: "search", label: words.keys.search, group: "list", keys: ["/"], run: focus }]);
  return (
    <search className="min-w-0 flex-1">
      <form onSubmit={submit} className="relative">
        <Icon name="search" className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-soft" />
        <input
          {...said}
          {...watch}
          ref={field}
          className="field pl-8.5"
          value={typed}
          onChange={({ currentTarget }) => put(currentTarget.value, currentTarget.selectionStart ?? 0)}
          onKeyDown={press}
          onKeyUp={look}
          onClick={look}
          aria-label={label}
          aria-invalid={refusedBy !== undefined}
          aria-describedby={refusedBy}
          placeholder={placeholder}
        />
        <Suspense fallback={null}>
          {isFocused && <Completions {...completing} {...list} text={typed} caret={caret} onTake={put} />}
        </Suspense>
      </form>
    </search>
  );
}

/** The list below a field while that has the focus: which keys go to it, and what the field says of it. */
function useCompletionList(onEscape: () => void) {
  const id = useId();
  const [isFocused, setFocused] = useState(false);
  const [shown, onShow] = useState(CLOSED);
  const keys = useRef<((key: string) => boolean) | null>(null);
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (keys.current?.(event.key)) event.preventDefault();
    else if (event.key === "Escape") onEscape();
  };
  return {
    isFocused,
    press,
    list: { id, keys, onShow },
    watch: { onFocus: () => setFocused(true), onBlur: () => setFocused(false) },
    said: saidOf({ id, ...(isFocused ? shown : CLOSED) }),
  };
}

/** What a field that has a list below it says of itself. */
const saidOf = ({ id, isOpen, activeId }: Shown & { readonly id: string }) =>
  ({
    type: "search",
    role: "combobox",
    "aria-keyshortcuts": "/",
    "aria-autocomplete": "list",
    "aria-expanded": isOpen,
    "aria-controls": isOpen ? id : undefined,
    "aria-activedescendant": activeId,
    autoComplete: "off",
    spellCheck: false,
    maxLength: 500,
  }) as const;

/** What is written in the field, and where; it is searched for when its writer pauses. */
function useWriting(query: string, onSearch: (query: string) => void) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(query);
  const [caret, setCaret] = useState(0);
  const asked = useRef(query);
  useEffect(() => {
    // What was asked for from here comes back as the address, when more may have been typed.
    if (query !== asked.current) setTyped(query);
    asked.current = query;
  }, [query]);
  useEffect(() => {
    // A key alone is about to get its value.
    if (typed.trim() === query || typed.endsWith(":")) return undefined;
    const timer = setTimeout(() => {
      asked.current = typed.trim();
      onSearch(asked.current);
    }, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [typed, query, onSearch]);
  useLayoutEffect(() => {
    if (field.current && field.current.selectionStart !== caret && document.activeElement === field.current)
      field.current.setSelectionRange(caret, caret);
  }, [caret]);
  const put = (text: string, place: number): void => {
    setTyped(text);
    setCaret(place);
  };
  const look = ({ currentTarget }: SyntheticEvent<HTMLInputElement>): void => {
    const { selectionStart: start, selectionEnd: end } = currentTarget;
    if (start !== null && start === end) setCaret(start);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    asked.current = typed.trim();
    onSearch(asked.current);
  };
  const clear = (): void => {
    if (typed === "") field.current?.blur();
    setTyped("");
  };
  return { field, typed, caret, look, put, submit, clear };
}
