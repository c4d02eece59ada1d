import { lazy, Suspense } from "react";
import { Dialog } from "../components/dialog.js";
import { Loading } from "../components/states.js";
import type { Mute } from "./mute-of.js";

const MuteWindow = lazy(() => import("./mute-window.js").then(({ MuteWindow }) => ({ default: MuteWindow })));

interface MutingProps {
  readonly title: string;
  readonly isMuted: boolean;
  readonly onMute: (mute: Mute | null) => void;
  readonly onClose: () => void;
}

/** The window that asks for a mute. There at once: what is typed while it is fetched is not meant for the page. */
export function Muting(props: MutingProps) {
  const { title, onClose } = props;
  return (
    <Suspense
      fallback={
        <Dialog title={title} onClose={onClose}>
          <Loading rows={3} />
        </Dialog>
      }
    >
      <MuteWindow {...props} />
    </Suspense>
  );
}
