import * as Radix from "@radix-ui/react-dropdown-menu";
import type { ReactNode } from "react";
import { Icon } from "./icon.js";

interface MenuProps {
  /** The button that opens it: a single element that takes a ref. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
}

/** A list of things to do, opened by a button; arrows, letters and Escape work in it. */
export function Menu({ trigger, children, align = "start" }: MenuProps) {
  return (
    // Not modal: a modal one locks scrolling by writing a style into the page, which our content policy refuses.
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="panel z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-80 min-w-44 overflow-y-auto bg-raised p-1 shadow-lg"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ROW =
  "flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2.5 py-1 text-sm outline-none select-none data-highlighted:bg-hover data-highlighted:text-ink";

interface MenuItemProps {
  readonly children: ReactNode;
  readonly onSelect: () => void;
  readonly isDanger?: boolean;
}

export function MenuItem({ children, onSelect, isDanger = false }: MenuItemProps) {
  return (
    <Radix.Item
      className={`${ROW} ${isDanger ? "text-bad data-highlighted:text-bad" : ""}`}
      onSelect={onSelect}
    >
      {children}
    </Radix.Item>
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
  return (
    <Radix.RadioGroup value={value}>
      <Radix.Label className="px-2.5 pt-2 pb-1 text-xs font-medium text-soft">{label}</Radix.Label>
      {choices.map((choice) => (
        <Radix.RadioItem
          key={choice.value}
          value={choice.value}
          className={ROW}
          onSelect={() => onChoose(choice.value)}
        >
          <span className="flex size-4 items-center">
            <Radix.ItemIndicator>
              <Icon name="check" />
            </Radix.ItemIndicator>
          </span>
          <span className="min-w-0 truncate">{choice.label}</span>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export const MenuLine = () => <Radix.Separator className="my-1 h-px bg-line" />;
