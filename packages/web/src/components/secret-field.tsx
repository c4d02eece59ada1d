import { type InputHTMLAttributes, type ReactNode, useId, useState } from "react";
import { useWords } from "../i18n/i18n.js";
import { Icon } from "./icon.js";

interface SecretFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "id"> {
  readonly label: string;
  readonly hint?: string;
  readonly error?: ReactNode;
  readonly onChange: (value: string) => void;
}

/** A line for what nobody should read over one's shoulder; it can be shown. */
export function SecretField({ label, hint, error, onChange, ...input }: SecretFieldProps) {
  const { signIn: words } = useWords();
  const id = useId();
  const [isShown, setShown] = useState(false);
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          type={isShown ? "text" : "password"}
          className="field pr-11 font-mono"
          onChange={(event) => onChange(event.target.value)}
          autoComplete="current-password"
          spellCheck={false}
          aria-invalid={Boolean(error)}
          aria-describedby={`${id}-hint ${id}-error`}
          {...input}
        />
        <button
          type="button"
          className="button button-quiet absolute inset-y-0.5 right-0.5 min-h-0 px-2.5"
          onClick={() => setShown(!isShown)}
          aria-label={isShown ? words.hide : words.show}
        >
          <Icon name="eye" />
        </button>
      </div>
      <p id={`${id}-error`} role="alert" className="text-sm text-bad empty:hidden">
        {error}
      </p>
      <p id={`${id}-hint`} className="text-xs text-soft empty:hidden">
        {hint}
      </p>
    </div>
  );
}
