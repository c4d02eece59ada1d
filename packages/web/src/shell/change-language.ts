import { loadWords } from "../i18n/i18n.js";
import { changeSettings } from "../settings/settings.js";
import type { Settings } from "../settings/stored-settings.js";
import { tell } from "./toasts.js";

/** Shows the pages in another language once its texts are here; where they do not come, says `unreachable`. */
export async function changeLanguage(language: Settings["language"], unreachable: string): Promise<void> {
  try {
    await loadWords(language);
    changeSettings({ language });
  } catch {
    // Its texts do not come: the pages stay as they are.
    tell({ kind: "bad", text: unreachable });
  }
}
