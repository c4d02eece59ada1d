import { useState } from "react";
import { addComment, type Comment, deleteComment } from "../../api/activity.js";
import type { OccurrenceRef } from "../../api/occurrences.js";
import { Icon } from "../../components/icon.js";
import { Markdown } from "../../components/markdown.js";
import { Menu, MenuItem } from "../../components/menu.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useByName } from "../../components/use-by-name.js";
import { useWords } from "../../i18n/i18n.js";
import { useRemoval } from "../../shell/use-removal.js";
import { CommentForm } from "./comment-form.js";

interface CommentViewProps {
  readonly place: OccurrenceRef;
  readonly comment: Comment;
}

/** What somebody said, with what they may do about it. */
export function CommentView({ place, comment }: CommentViewProps) {
  const { activity: words } = useWords();
  const byName = useByName();
  const [isEdited, setEdited] = useState(false);
  const { id, by, at, text, editedAt, isOwn } = comment;
  if (isEdited) return <CommentForm place={place} known={{ id, text }} onEnd={() => setEdited(false)} />;
  return (
    <>
      <div className="flex items-start justify-between gap-2">
        <p className="text-xs text-soft">
          <span className="font-medium text-ink">{byName(by)}</span> <TimeAgo at={at} />
          {editedAt !== undefined && ` · ${words.edited}`}
        </p>
        {isOwn && <OwnMenu place={place} comment={comment} onEdit={() => setEdited(true)} />}
      </div>
      <Markdown text={text} />
    </>
  );
}

interface OwnMenuProps extends CommentViewProps {
  readonly onEdit: () => void;
}

function OwnMenu({ place, comment, onEdit }: OwnMenuProps) {
  const { activity: words } = useWords();
  const removal = useRemoval();
  const remove = () =>
    removal({
      text: words.removed,
      queryKey: ["comments", place],
      remove: () => deleteComment(place, comment.id),
      bringBack: () => addComment(place, comment.text),
    });
  return (
    <Menu
      face={<Icon name="more" />}
      name={words.commentMenu}
      className="button button-quiet -my-1 px-2"
      align="end"
    >
      <MenuItem onSelect={onEdit}>{words.edit}</MenuItem>
      <MenuItem onSelect={remove} isDanger>
        {words.remove}
      </MenuItem>
    </Menu>
  );
}
