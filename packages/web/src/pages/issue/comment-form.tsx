import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { addComment, editComment } from "../../api/activity.js";
import type { OccurrenceRef } from "../../api/occurrences.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";

interface CommentFormProps {
  readonly place: OccurrenceRef;
  /** The comment that is to say something else; a new one without. */
  readonly known?: { readonly id: string; readonly text: string };
  readonly onEnd?: () => void;
}

/** Where something is said about an issue. Ctrl and Enter send it. */
export function CommentForm({ place, known, onEnd }: CommentFormProps) {
  const { activity: words, parts } = useWords();
  const id = useId();
  const [text, setText] = useState(known?.text ?? "");
  const { mutate, isPending } = useSaying(place, known?.id, () => {
    setText("");
    onEnd?.();
  });
  const isEmpty = text.trim() === "";
  const submit = (): void => {
    if (!isEmpty && !isPending) mutate(text);
  };
  return (
    <form
      className="space-y-2 px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label htmlFor={id} className="sr-only">
        {words.comment}
      </label>
      <textarea
        id={id}
        className="field min-h-16"
        rows={2}
        maxLength={10_000}
        placeholder={words.commentHint}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
        }}
      />
      <div className="flex justify-end gap-2">
        {onEnd && (
          <button type="button" className="button button-quiet" onClick={onEnd}>
            {parts.cancel}
          </button>
        )}
        <button type="submit" className="button" disabled={isEmpty || isPending}>
          {known ? words.save : words.say}
        </button>
      </div>
    </form>
  );
}

function useSaying(place: OccurrenceRef, known: string | undefined, onSaid: () => void) {
  const { parts } = useWords();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (text: string) =>
      known === undefined ? addComment(place, text) : editComment(place, known, text),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["comments", place] });
      onSaid();
    },
    onError: (error) => tell({ kind: "bad", text: error.message || parts.unreachable }),
  });
}
