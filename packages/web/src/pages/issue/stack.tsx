import { useState } from "react";
import type { Frame, Thrown } from "../../api/issue-types.js";
import type { Occurrence } from "../../api/types.js";
import { CopyButton } from "../../components/copy-button.js";
import { Scroller } from "../../components/scroller.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";
import { type FrameGroup, frameGroups } from "./frame-groups.js";
import { FrameRow } from "./frame-row.js";
import { stackText } from "./stack-text.js";

/** What was thrown and its causes, each with its stack: one's own code open, other people's folded. */
export function Stack({ occurrence }: { readonly occurrence: Occurrence }) {
  const { issue: words } = useWords();
  const [isAllShown, setAllShown] = useState(false);
  const { exceptions } = occurrence;
  if (exceptions.length === 0) return null;
  const hasFolded = exceptions.some(({ frames }) => frameGroups(frames).some(({ isShown }) => !isShown));
  return (
    <Section
      title={words.stack}
      note={exceptions.length > 1 ? words.causes(exceptions.length - 1) : undefined}
      actions={
        <>
          {hasFolded && (
            <button
              type="button"
              className="button button-quiet"
              aria-pressed={isAllShown}
              onClick={() => setAllShown(!isAllShown)}
            >
              {isAllShown ? words.ownFrames : words.allFrames}
            </button>
          )}
          <CopyButton text={() => stackText(occurrence)} label={words.copyStack} />
        </>
      }
    >
      <div className="divide-y divide-line">
        {exceptions.map((thrown, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a chain never changes its order
          <Exception key={place} thrown={thrown} isCause={place > 0} isAllShown={isAllShown} />
        ))}
      </div>
    </Section>
  );
}

interface ExceptionProps {
  readonly thrown: Thrown;
  readonly isCause: boolean;
  readonly isAllShown: boolean;
}

function Exception({ thrown, isCause, isAllShown }: ExceptionProps) {
  const { issue: words } = useWords();
  const { type, message, frames, stack, suppressed } = thrown;
  return (
    <div>
      <div className="px-4 pt-3 pb-2">
        {isCause && <p className="text-xs font-medium text-soft">{words.causedBy}</p>}
        <h3 className="font-semibold wrap-anywhere">{type || message}</h3>
        {type && message && <p className="text-sm whitespace-pre-wrap wrap-anywhere">{message}</p>}
      </div>
      {frames.length > 0 ? <Frames frames={frames} isAllShown={isAllShown} /> : <Printed text={stack} />}
      <Printed text={suppressed} />
    </div>
  );
}

/** What a runtime printed, as it is. */
function Printed({ text }: { readonly text: string | undefined }) {
  const { issue: words } = useWords();
  if (!text) return null;
  return (
    <Scroller label={words.stack} className="max-h-96 px-4 py-3">
      <pre className="font-mono text-xs">{text}</pre>
    </Scroller>
  );
}

function Frames({ frames, isAllShown }: { readonly frames: readonly Frame[]; readonly isAllShown: boolean }) {
  const groups = frameGroups(frames);
  const openAt = groups.find(({ isShown }) => isShown)?.start;
  return (
    <ol className="border-t border-line text-sm">
      {groups.map((group) =>
        group.isShown || isAllShown ? (
          <OpenFrames key={group.start} group={group} openAt={openAt} />
        ) : (
          <FoldedFrames key={group.start} frames={group.frames} />
        ),
      )}
    </ol>
  );
}

interface OpenFramesProps {
  readonly group: FrameGroup;
  /** The place of the one frame whose code is open. */
  readonly openAt: number | undefined;
}

const OpenFrames = ({ group: { frames, start }, openAt }: OpenFramesProps) =>
  frames.map((frame, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a stack never changes its order
    <FrameRow key={place} frame={frame} isOpen={start + place === openAt} />
  ));

function FoldedFrames({ frames }: { readonly frames: readonly Frame[] }) {
  const { issue: words } = useWords();
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <OpenFrames group={{ frames, isShown: false, start: 0 }} openAt={undefined} />;
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        className="w-full bg-sunken px-4 py-1.5 text-left text-xs text-soft hover:text-ink"
        aria-expanded="false"
        onClick={() => setOpen(true)}
      >
        {words.foldedFrames(frames.length)}
      </button>
    </li>
  );
}
