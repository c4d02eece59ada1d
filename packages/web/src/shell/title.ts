import { useEffect } from "react";

/** Names the page in the browser's tab, for as long as it is shown. */
export function useTitle(...names: readonly string[]): void {
  const title = [...names, "Faultline"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
