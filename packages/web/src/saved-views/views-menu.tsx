import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Listing } from "../api/issues.js";
import {
  removeView,
  renameView,
  replaceView,
  type SavedView,
  savedViewsQuery,
  saveView,
} from "../api/saved-views.js";
import { Icon } from "../components/icon.js";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../components/menu.js";
import { useWords } from "../i18n/i18n.js";
import { useCommands } from "../keys/commands.js";
import { useRemoval } from "../shell/use-removal.js";
import { addressOf, listOf, viewOf } from "./view-of.js";

const NameWindow = lazy(() => import("./name-window.js").then(({ NameWindow }) => ({ default: NameWindow })));

interface ViewsMenuProps {
  readonly listing: Listing;
}

type Asked = "save" | "rename" | undefined;

/** The lists that somebody saved, and what is done with the one that is shown. */
export function ViewsMenu({ listing }: ViewsMenuProps) {
  const { savedViews: words } = useWords();
  const { data: views = [] } = useQuery(savedViewsQuery);
  const [asked, ask] = useState<Asked>();
  const current = viewOf(views, listing);
  useCommands([{ id: "save-view", label: words.save, group: "list", run: () => ask("save") }]);
  return (
    <>
      <Menu
        className="button min-w-0 sm:max-w-56"
        name={words.button(current?.name)}
        face={<Face name={current?.name} />}
      >
        <Choices views={views} current={current} listing={listing} />
        <Deeds current={current} onAsk={ask} />
      </Menu>
      <Suspense fallback={null}>
        {asked === "save" && <Saving views={views} listing={listing} onClose={() => ask(undefined)} />}
        {asked === "rename" && current && (
          <NameWindow
            title={words.renameTitle}
            before={current.name}
            onSave={(name) => renameView(current.id, name)}
            onClose={() => ask(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}

interface ChoicesProps extends ViewsMenuProps {
  readonly views: readonly SavedView[];
  readonly current: SavedView | undefined;
}

function Choices({ views, current, listing }: ChoicesProps) {
  const { savedViews: words } = useWords();
  const navigate = useNavigate();
  if (views.length === 0) return null;
  const open = (id: string): void => {
    const view = views.find((one) => one.id === id);
    if (view) navigate(addressOf(view));
  };
  const choices = views.map((view) => ({
    value: view.id,
    label: labelOf(view, listing, words.everywhere),
  }));
  return (
    <>
      <MenuChoice label={words.title} value={current?.id ?? ""} choices={choices} onChoose={open} />
      <MenuLine />
    </>
  );
}

interface DeedsProps {
  readonly current: SavedView | undefined;
  readonly onAsk: (asked: Asked) => void;
}

/** What can be done with the list that is shown. */
function Deeds({ current, onAsk }: DeedsProps) {
  const { savedViews: words } = useWords();
  const remove = useRemove();
  if (!current) return <MenuItem onSelect={() => onAsk("save")}>{words.save}</MenuItem>;
  return (
    <>
      <MenuItem onSelect={() => onAsk("rename")}>{words.rename(current.name)}</MenuItem>
      <MenuItem isDanger onSelect={() => remove(current)}>
        {words.remove(current.name)}
      </MenuItem>
    </>
  );
}

interface SavingProps extends ViewsMenuProps {
  readonly views: readonly SavedView[];
  readonly onClose: () => void;
}

/** Asks for a name; a view that has it already means this list from then on. */
function Saving({ views, listing, onClose }: SavingProps) {
  const { savedViews: words } = useWords();
  const save = (name: string) => {
    const known = views.find((view) => view.name === name);
    return known ? replaceView(known.id, listOf(listing)) : saveView(name, listOf(listing));
  };
  return <NameWindow title={words.saveTitle} hint={words.saveHint} onSave={save} onClose={onClose} />;
}

function Face({ name }: { readonly name: string | undefined }) {
  const { savedViews: words } = useWords();
  return (
    <>
      <span className="truncate">{name ?? words.title}</span>
      <Icon name="chevron" className="size-3.5" />
    </>
  );
}

/** Its name, and where it is of where that is elsewhere. */
const labelOf = ({ name, project }: SavedView, listing: Listing, everywhere: string): string =>
  project === listing.project ? name : `${name} · ${project ?? everywhere}`;

/** Removes a view; for some seconds that can be taken back. */
function useRemove(): (view: SavedView) => Promise<void> {
  const { savedViews: words } = useWords();
  const remove = useRemoval();
  return ({ id, name, ...list }) =>
    remove({
      text: words.removed(name),
      queryKey: savedViewsQuery.queryKey,
      remove: () => removeView(id),
      bringBack: () => saveView(name, list),
    });
}
