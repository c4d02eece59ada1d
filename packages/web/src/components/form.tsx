import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { useWords } from "../i18n/i18n.js";

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "id"> {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** A line to write in, with its label, a hint and what is wrong with it. */
export function Field({ label, hint, error, onChange, className = "", ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium wrap-anywhere">
        {label}
      </label>
      <input
        id={id}
        className={`field ${className}`}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint ${id}-error`}
        {...input}
      />
      <p id={`${id}-error`} role="alert" className="text-sm text-bad wrap-anywhere empty:hidden">
        {error}
      </p>
      <p id={`${id}-hint`} className="text-xs text-soft empty:hidden">
        {hint}
      </p>
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
  readonly children: ReactNode;
}

/** One of several, with its label. */
export function Choice({ label, value, onChoose, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <select id={id} className="field" value={value} onChange={(event) => onChoose(event.target.value)}>
        {children}
      </select>
    </div>
  );
}

interface FormEndProps {
  readonly submit: string;
  readonly isDisabled: boolean;
  readonly isDanger?: boolean;
  readonly onCancel: () => void;
}

/** The buttons that end a form in a window. */
export function FormEnd({ submit, isDisabled, isDanger = false, onCancel }: FormEndProps) {
  const { parts } = useWords();
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <button type="button" className="button" onClick={onCancel}>
        {parts.cancel}
      </button>
      <button
        type="submit"
        className={`button ${isDanger ? "button-danger" : "button-main"}`}
        disabled={isDisabled}
      >
        {submit}
      </button>
    </div>
  );
}
