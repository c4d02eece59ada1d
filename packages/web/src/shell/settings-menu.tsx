import { useNavigate } from "@tanstack/react-router";
import { Icon } from "../components/icon.js";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../components/menu.js";
import { useWords } from "../i18n/i18n.js";
import { changeSettings, LANGUAGES, THEMES, useSettings } from "../settings/settings.js";
import { useSignOut } from "./shell-commands.js";
import { openWindow } from "./windows.js";

/** Theme, language, keyboard, sign out. */
export function SettingsMenu() {
  const { shell } = useWords();
  const { theme, language } = useSettings();
  const leave = useSignOut();
  const navigate = useNavigate();
  return (
    <Menu face={<Icon name="gear" />} name={shell.settings} className="button button-quiet px-2" align="end">
      <MenuChoice
        label={shell.theme}
        value={theme}
        choices={THEMES.map((value) => ({ value, label: shell.themes[value] }))}
        onChoose={(value) => changeSettings({ theme: value })}
      />
      <MenuLine />
      <MenuChoice
        label={shell.language}
        value={language}
        choices={LANGUAGES.map((value) => ({ value, label: shell.languages[value] }))}
        onChoose={(value) => changeSettings({ language: value })}
      />
      <MenuLine />
      <MenuItem onSelect={() => navigate({ to: "/access" })}>{shell.access}</MenuItem>
      <MenuItem onSelect={() => openWindow("keyboard")}>{shell.keyboard}</MenuItem>
      <MenuItem onSelect={leave}>{shell.signOut}</MenuItem>
    </Menu>
  );
}
