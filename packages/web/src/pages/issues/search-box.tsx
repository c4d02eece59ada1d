import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Icon } from "../../components/icon.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";

interface SearchBoxProps {
  readonly query: string;
  readonly onSearch: (query: string) => void;
  /** The element that says why this is no search. */
  readonly refusedBy?: string | undefined;
}

const PAUSE_MILLISECONDS = 350;

/** What to look for; looked for in a pause of writing, or on Enter. */
export function SearchBox({ query, onSearch, refusedBy }: SearchBoxProps) {
  const { issues: words } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(query);
  const asked = useRef(query);
  useEffect(() => {
    // What was asked for from here comes back as the address, when more may have been typed.
    if (query !== asked.current) setTyped(query);
    asked.current = query;
  }, [query]);
  useEffect(() => {
    if (typed.trim() === query) return undefined;
    const timer = setTimeout(() => {
      asked.current = typed.trim();
      onSearch(asked.current);
    }, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [typed, query, onSearch]);
  const focus = (): void => field.current?.select();
  useCommands([{ id: "search", label: words.keys.search, group: "list", keys: ["/"], run: focus }]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    asked.current = typed.trim();
    onSearch(asked.current);
  };
  const press = ({ key }: KeyboardEvent): void => {
    if (key !== "Escape") return;
    if (typed === "") field.current?.blur();
    setTyped("");
  };
  return (
    <search className="min-w-0 flex-1">
      <form onSubmit={submit} className="relative">
        <Icon name="search" className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-soft" />
        <input
          ref={field}
          type="search"
          className="field pl-8.5"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={press}
          aria-label={words.search}
          aria-keyshortcuts="/"
          aria-invalid={refusedBy !== undefined}
          aria-describedby={refusedBy}
          placeholder={words.searchPlaceholder}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
        />
      </form>
    </search>
  );
}
