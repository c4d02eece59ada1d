import { useWords } from "../../i18n/i18n.js";

interface SelectAllProps {
  readonly isChecked: boolean;
  /** Some are selected, not all. */
  readonly isPartly?: boolean;
  readonly onChange: () => void;
}

export function SelectAll({ isChecked, isPartly = false, onChange }: SelectAllProps) {
  const { issues: words } = useWords();
  return (
    <label className="-m-2 flex p-2">
      <input
        type="checkbox"
        ref={(box) => {
          if (box) box.indeterminate = isPartly;
        }}
        className="size-4 accent-accent"
        checked={isChecked}
        onChange={onChange}
        aria-label={words.selectAll}
      />
    </label>
  );
}
