import { lazy, Suspense } from "react";
import { Dialog } from "../../components/dialog.js";
import { Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import type { RemoveIssuesProps } from "./remove-issues-window.js";

const RemoveIssuesWindow = lazy(() =>
  import("./remove-issues-window.js").then(({ RemoveIssuesWindow }) => ({ default: RemoveIssuesWindow })),
);

/** The window that asks before issues are deleted. There at once: what is typed while it is fetched is not meant for the page. */
export function RemoveIssues(props: RemoveIssuesProps) {
  const { issues: words } = useWords();
  return (
    <Suspense
      fallback={
        <Dialog title={words.removeTitle(props.count)} onClose={props.onClose}>
          <Loading rows={3} />
        </Dialog>
      }
    >
      <RemoveIssuesWindow {...props} />
    </Suspense>
  );
}
