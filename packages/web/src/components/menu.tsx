import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Icon } from "./icon.js";
import { menuStep } from "./menu-step.js";

interface MenuProps {
  /** What its button shows. */
  readonly face: ReactNode;
  /** The button's name, where what it shows is none. */
  readonly name?: string;
  readonly keys?: string;
  readonly className: string;
  readonly align?: "start" | "end";
  readonly children: ReactNode;
}

const Close = createContext<() => void>(() => {});

/**
 * A button with a list of things to do; arrows, letters and Escape work in it. The browser's own popover lies above
 * everything, closes by a click elsewhere and gives the focus back.
 */
export function Menu({ face, name, keys, className, align = "start", children }: MenuProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!isOpen || !button.current || !list.current) return;
    place(list.current, button.current, align);
    entriesOf(list.current)[0]?.focus();
  }, [isOpen, align]);
  return (
    <>
      <button
        ref={button}
        id={`${id}-button`}
        type="button"
        popoverTarget={id}
        className={className}
        aria-label={name}
        aria-keyshortcuts={keys}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          list.current?.showPopover();
        }}
      >
        {face}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-labelledby={`${id}-button`}
        className="panel absolute inset-auto m-0 max-h-[70vh] max-w-80 min-w-44 overflow-y-auto bg-raised p-1 text-ink shadow-lg empty:invisible"
        onToggle={({ newState }) => setOpen(newState === "open")}
        onKeyDown={step}
      >
        {isOpen && <Close.Provider value={() => list.current?.hidePopover()}>{children}</Close.Provider>}
      </div>
    </>
  );
}

const GAP = 4;
const EDGE = 8;

/** Puts a menu under its button, or above where there is no room, within the window. */
function place(list: HTMLElement, button: HTMLElement, align: "start" | "end"): void {
  const { top, bottom, left, right } = button.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = list;
  const { clientWidth, clientHeight } = document.documentElement;
  const hasRoom = bottom + GAP + offsetHeight <= clientHeight || top < offsetHeight + GAP;
  const x = align === "end" ? right - offsetWidth : left;
  const y = hasRoom ? bottom + GAP : top - GAP - offsetHeight;
  list.style.left = `${Math.max(EDGE, Math.min(x, clientWidth - EDGE - offsetWidth)) + scrollX}px`;
  list.style.top = `${y + scrollY}px`;
}

const entriesOf = (list: Element): HTMLElement[] => [
  ...list.querySelectorAll<HTMLElement>("[role^=menuitem]"),
];

function step(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const entries = entriesOf(event.currentTarget);
  const labels = entries.map(({ textContent }) => textContent.trim());
  const current = entries.findIndex((entry) => entry.matches(":focus"));
  const next = menuStep(event.key, labels, current);
  if (next !== undefined) entries[next]?.focus();
  // A menu is one stop of the Tab key.
  else if (event.key === "Tab") event.currentTarget.hidePopover();
  else return;
  event.preventDefault();
}

const ROW =
  "flex min-h-9 w-full items-center gap-2 rounded-md px-2.5 py-1 text-left text-sm outline-none select-none hover:bg-hover focus:bg-hover";

interface MenuItemProps {
  readonly children: ReactNode;
  readonly onSelect: () => void;
  readonly isDanger?: boolean;
}

export function MenuItem({ children, onSelect, isDanger = false }: MenuItemProps) {
  const close = useContext(Close);
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={`${ROW} ${isDanger ? "text-bad" : ""}`}
      onClick={() => {
        close();
        onSelect();
      }}
    >
      {children}
    </button>
  );
}

interface MenuChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly onChoose: (value: T) => void;
}

/** One of several, with a tick at the one that stands. */
export function MenuChoice<T extends string>({ label, value, choices, onChoose }: MenuChoiceProps<T>) {
  const id = useId();
  const close = useContext(Close);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is none of a menu's parts
    <div role="group" aria-labelledby={id}>
      <p id={id} role="presentation" className="px-2.5 pt-2 pb-1 text-xs font-medium text-soft">
        {label}
      </p>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="menuitemradio"
          aria-checked={choice.value === value}
          tabIndex={-1}
          className={ROW}
          onClick={() => {
            close();
            onChoose(choice.value);
          }}
        >
          <span className="flex size-4 items-center">{choice.value === value && <Icon name="check" />}</span>
          <span className="min-w-0 truncate">{choice.label}</span>
        </button>
      ))}
    </div>
  );
}

export const MenuLine = () => <hr className="my-1 border-line" />;
