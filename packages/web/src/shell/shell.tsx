import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { RegionsContext, useAskedRegions } from "../api/regions.js";
import { Dialog } from "../components/dialog.js";
import { Loading } from "../components/states.js";
import { useWords } from "../i18n/i18n.js";
import { useKeyboard } from "../keys/keyboard.js";
import { Connection } from "./connection.js";
import { Header } from "./header.js";
import { useShellCommands } from "./shell-commands.js";
import { Toaster } from "./toaster.js";
import { openWindow, useOpenWindow } from "./windows.js";

const Palette = lazy(() => import("./palette.js").then(({ Palette }) => ({ default: Palette })));
const KeyboardWindow = lazy(() =>
  import("./keyboard-window.js").then(({ KeyboardWindow }) => ({ default: KeyboardWindow })),
);

/** What surrounds every page for whoever is signed in. */
export function Shell() {
  const { shell } = useWords();
  useKeyboard();
  useShellCommands();
  useFocusOnNavigation();
  return (
    <>
      <a href="#content" className="button sr-only left-2 top-2 z-50 focus:not-sr-only focus:absolute">
        {shell.skip}
      </a>
      <Header />
      <Connection />
      <main id="content" tabIndex={-1} className="mx-auto max-w-7xl px-3 py-5 outline-none sm:px-6 sm:py-7">
        <Page />
      </main>
      <Windows />
      <Toaster />
    </>
  );
}

/** What surrounds the page is drawn first, and the page in a task of its own: both are long on a slow processor. */
function Page() {
  const regions = useAskedRegions();
  const [isTime, setTime] = useState(false);
  useEffect(() => setTime(true), []);
  return <RegionsContext.Provider value={regions}>{isTime && <Outlet />}</RegionsContext.Provider>;
}

function Windows() {
  const { shell } = useWords();
  const open = useOpenWindow();
  return (
    <Suspense fallback={open && <OpeningWindow title={shell[open]} />}>
      {open === "palette" && <Palette />}
      {open === "keyboard" && <KeyboardWindow />}
    </Suspense>
  );
}

/** While its part is fetched, the window is there already: what is typed meanwhile is not meant for the page. */
const OpeningWindow = ({ title }: { readonly title: string }) => (
  <Dialog title={title} onClose={() => openWindow(undefined)} className="mt-[12vh] max-w-xl">
    <Loading rows={3} />
  </Dialog>
);

/** A new page is read from its beginning; who listens is told by its title, and starts there. */
function useFocusOnNavigation(): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    if (path === "" || document.activeElement !== document.body) return;
    document.getElementById("content")?.focus({ preventScroll: true });
  }, [path]);
}
