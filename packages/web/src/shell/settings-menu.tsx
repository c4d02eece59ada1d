import { useNavigate } from "@tanstack/react-router";
import { useWho } from "../api/session.js";
import { Icon } from "../components/icon.js";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../components/menu.js";
import { useWords } from "../i18n/i18n.js";
import { changeSettings, useSettings } from "../settings/settings.js";
import { LANGUAGES, THEMES } from "../settings/stored-settings.js";
import { changeLanguage } from "./change-language.js";
import { useSignOut } from "./shell-commands.js";
import { openWindow } from "./windows.js";

/** Theme, language, keyboard, sign out. */
export function SettingsMenu() {
  const { shell, parts } = useWords();
  const { theme, language } = useSettings();
  const leave = useSignOut();
  const navigate = useNavigate();
  return (
    <Menu face={<Icon name="gear" />} name={shell.settings} className="button button-quiet px-2" align="end">
      <SignedIn />
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
        onChoose={(value) => changeLanguage(value, parts.unreachable)}
      />
      <MenuLine />
      <MenuItem onSelect={() => navigate({ to: "/access" })}>{shell.access}</MenuItem>
      <MenuItem onSelect={() => openWindow("keyboard")}>{shell.keyboard}</MenuItem>
      <MenuItem onSelect={leave}>{shell.signOut}</MenuItem>
    </Menu>
  );
}

/** Who is signed in; nothing where nobody is. */
function SignedIn() {
  const { shell, access } = useWords();
  const who = useWho();
  if (!who) return null;
  return (
    <>
      <p role="presentation" className="px-2.5 pt-2 pb-1.5 text-sm wrap-anywhere">
        <span className="block text-xs text-soft">{shell.signedInAs}</span>
        <span className="font-medium">{who.isPerson ? who.name : shell.masterKey}</span>
        {who.isPerson && <span className="block text-xs text-soft">{access.people.roles[who.role]}</span>}
      </p>
      <MenuLine />
    </>
  );
}
