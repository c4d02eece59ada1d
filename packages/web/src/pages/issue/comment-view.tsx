import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Comment, deleteComment } from "../../api/activity.js";
import type { OccurrenceRef } from "../../api/occurrences.js";
import { Icon } from "../../components/icon.js";
import { Markdown } from "../../components/markdown.js";
import { Menu, MenuItem } from "../../components/menu.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";
import { tell } from "../../shell/toasts.js";
import { CommentForm } from "./comment-form.js";

interface CommentViewProps {
  readonly place: OccurrenceRef;
  readonly comment: Comment;
}

/** What somebody said, with what they may do about it. */
export function CommentView({ place, comment }: CommentViewProps) {
  const { activity: words } = useWords();
  const [isEdited, setEdited] = useState(false);
  const { id, by, at, text, editedAt, isOwn } = comment;
  if (isEdited) return <CommentForm place={place} known={{ id, text }} onEnd={() => setEdited(false)} />;
  return (
    <>
      <div className="flex items-start justify-between gap-2">
        <p className="text-xs text-soft">
          <span className="font-medium text-ink">{by}</span> <TimeAgo at={at} />
          {editedAt !== undefined && ` · ${words.edited}`}
        </p>
        {isOwn && <OwnMenu place={place} id={id} onEdit={() => setEdited(true)} />}
      </div>
      <Markdown text={text} />
    </>
  );
}

interface OwnMenuProps {
  readonly place: OccurrenceRef;
  readonly id: string;
  readonly onEdit: () => void;
}

function OwnMenu({ place, id, onEdit }: OwnMenuProps) {
  const { activity: words, parts } = useWords();
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: () => deleteComment(place, id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["comments", place] }),
    onError: (error) => tell({ kind: "bad", text: error.message || parts.unreachable }),
  });
  return (
    <Menu
      face={<Icon name="more" />}
      name={words.commentMenu}
      className="button button-quiet -my-1 px-2"
      align="end"
    >
      <MenuItem onSelect={onEdit}>{words.edit}</MenuItem>
      <MenuItem onSelect={() => removal.mutate()} isDanger>
        {words.remove}
      </MenuItem>
    </Menu>
  );
}
