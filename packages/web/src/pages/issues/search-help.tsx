import { Dialog } from "../../components/dialog.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { SEARCH_SYNTAX } from "./search-syntax.js";

/** What can be written into a search, and what it finds. */
export function SearchHelp({ onClose }: { readonly onClose: () => void }) {
  const { issues: words } = useWords();
  const { intro, rows } = SEARCH_SYNTAX[useSettings().language];
  return (
    <Dialog title={words.searchHelp} onClose={onClose} className="max-w-2xl">
      <p className="mb-3 text-sm text-soft">{intro}</p>
      <table className="w-full text-left text-sm">
        <tbody className="divide-y divide-line">
          {rows.map(([written, finds]) => (
            <tr key={written} className="flex flex-col gap-x-4 py-1.5 sm:table-row">
              <th scope="row" className="font-normal sm:w-1/2 sm:py-1.5 sm:pr-4">
                <code className="text-xs wrap-anywhere whitespace-pre-wrap">{written}</code>
              </th>
              <td className="text-soft sm:py-1.5">{finds}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
