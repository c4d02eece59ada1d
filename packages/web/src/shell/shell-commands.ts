import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { signOut } from "../api/session.js";
import { useWords } from "../i18n/i18n.js";
import { type Command, useCommands } from "../keys/commands.js";
import { changeSettings } from "../settings/settings.js";
import { LANGUAGES, THEMES } from "../settings/stored-settings.js";
import { changeLanguage } from "./change-language.js";
import { openWindow } from "./windows.js";

/** What can be done on every page. */
export function useShellCommands(): void {
  const { shell, parts } = useWords();
  const leave = useSignOut();
  const go = useGoCommands();
  useCommands([
    {
      id: "palette",
      label: shell.palette,
      group: "page",
      keys: ["mod+k"],
      onlyByKey: true,
      run: () => openWindow("palette"),
    },
    {
      id: "keyboard",
      label: shell.keyboardHelp,
      group: "page",
      keys: ["?"],
      run: () => openWindow("keyboard"),
    },
    ...go,
    ...THEMES.map(
      (theme): Command => ({
        id: `theme-${theme}`,
        label: `${shell.theme}: ${shell.themes[theme]}`,
        group: "settings",
        run: () => changeSettings({ theme }),
      }),
    ),
    ...LANGUAGES.map(
      (language): Command => ({
        id: `language-${language}`,
        label: `${shell.language}: ${shell.languages[language]}`,
        group: "settings",
        run: () => changeLanguage(language, parts.unreachable),
      }),
    ),
    { id: "sign-out", label: shell.signOut, group: "settings", run: leave },
  ]);
}

function useGoCommands(): Command[] {
  const { shell } = useWords();
  const navigate = useNavigate();
  const { project } = useParams({ strict: false });
  const go = (id: string, keys: string, name: string, run: Command["run"]): Command => ({
    id,
    label: shell.goTo(name),
    group: "go",
    keys: [keys],
    run,
  });
  const everywhere = [
    go("go-projects", "g p", shell.projects, () => navigate({ to: "/projects" })),
    go("go-inbox", "g n", shell.allIssues, () => navigate({ to: "/issues" })),
    go("go-status", "g s", shell.status, () => navigate({ to: "/status" })),
    go("go-access", "g a", shell.access, () => navigate({ to: "/access" })),
  ];
  if (project === undefined) return everywhere;
  const params = { project };
  return [
    go("go-issues", "g i", shell.issues, () => navigate({ to: "/projects/$project", params })),
    go("go-releases", "g r", shell.releases, () => navigate({ to: "/projects/$project/releases", params })),
    go("go-setup", "g u", shell.setup, () => navigate({ to: "/projects/$project/setup", params })),
    ...everywhere,
  ];
}

/** Ends the session and forgets all that was shown. */
export function useSignOut(): () => Promise<void> {
  const leave = useLeave();
  return async () => {
    await signOut();
    await leave();
  };
}

/** Forgets all that was shown, once the session has ended. */
export function useLeave(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    client.clear();
    await navigate({ to: "/sign-in" });
  };
}
