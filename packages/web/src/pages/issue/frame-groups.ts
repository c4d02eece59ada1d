import type { Frame } from "../../api/issue-types.js";

/** Frames next to each other that are shown alike: one's own one by one, the others folded together. */
export interface FrameGroup {
  readonly isOwn: boolean;
  readonly frames: readonly Frame[];
  /** The place of its first frame in the stack. */
  readonly start: number;
}

/** A stack's frames in groups. A stack without any of one's own is all one's own: folding it away would leave nothing. */
export function frameGroups(frames: readonly Frame[]): FrameGroup[] {
  const hasOwn = frames.some(({ inApp }) => inApp);
  const groups: { isOwn: boolean; frames: Frame[]; start: number }[] = [];
  for (const [place, frame] of frames.entries()) {
    const isOwn = frame.inApp || !hasOwn;
    const last = groups.at(-1);
    if (last?.isOwn === isOwn) last.frames.push(frame);
    else groups.push({ isOwn, frames: [frame], start: place });
  }
  return groups;
}
