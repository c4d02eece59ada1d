import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useKeyboard } from "../keys/keyboard.js";
import { useWords } from "../words/words.js";
import { Connection } from "./connection.js";
import { Header } from "./header.js";
import { useShellCommands } from "./shell-commands.js";
import { Toaster } from "./toaster.js";
import { useOpenWindow } from "./windows.js";

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
        <Outlet />
      </main>
      <Windows />
      <Toaster />
    </>
  );
}

function Windows() {
  const open = useOpenWindow();
  return (
    <Suspense>
      {open === "palette" && <Palette />}
      {open === "keyboard" && <KeyboardWindow />}
    </Suspense>
  );
}

/** A new page is read from its beginning; who listens is told by its title, and starts there. */
function useFocusOnNavigation(): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    if (path === "" || document.activeElement !== document.body) return;
    document.getElementById("content")?.focus({ preventScroll: true });
  }, [path]);
}
