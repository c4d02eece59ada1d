import type { Frame } from "../../api/issue-types.js";

/** Frames next to each other that are shown alike: one's own one by one, the others folded together. */
export interface FrameGroup {
  /** Whether these are shown one by one. */
  readonly isShown: boolean;
  readonly frames: readonly Frame[];
  /** The place of its first frame in the stack. */
  readonly start: number;
}

/** A stack's frames in groups. Of a stack without any of one's own all are shown: folding them away would leave nothing. */
export function frameGroups(frames: readonly Frame[]): FrameGroup[] {
  const hasOwn = frames.some(({ inApp }) => inApp);
  const groups: { isShown: boolean; frames: Frame[]; start: number }[] = [];
  for (const [place, frame] of frames.entries()) {
    const isShown = frame.inApp || !hasOwn;
    const last = groups.at(-1);
    if (last?.isShown === isShown) last.frames.push(frame);
    else groups.push({ isShown, frames: [frame], start: place });
  }
  return groups;
}
