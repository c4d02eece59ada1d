import { useQuery } from "@tanstack/react-query";
import { releasesQuery } from "../../api/occurrences.js";
import type { Decision } from "../../api/types.js";
import { Icon } from "../../components/icon.js";
import { Menu, MenuItem } from "../../components/menu.js";
import { useWords } from "../../i18n/i18n.js";

interface ResolveMenuProps {
  readonly project: string;
  readonly onResolve: (decision: Decision) => void;
}

/** So many of the latest releases are offered. */
const RELEASES_SHOWN = 5;

/** The ways to resolve an issue besides now: in the next release, or in one of the latest. */
export function ResolveMenu({ project, onResolve }: ResolveMenuProps) {
  const { activity: words } = useWords();
  return (
    <Menu
      face={<Icon name="chevron" className="size-3.5 text-soft" />}
      name={words.resolveWays}
      className="button -ml-1.5 px-2"
    >
      <Ways project={project} onResolve={onResolve} />
    </Menu>
  );
}

/** Asked for when the menu is opened. */
function Ways({ project, onResolve }: ResolveMenuProps) {
  const { activity: words } = useWords();
  const { data: releases = [] } = useQuery(releasesQuery(project));
  const resolve = (release: string): void => onResolve({ status: "resolved", in: release });
  return (
    <>
      <MenuItem onSelect={() => resolve("next")}>{words.resolveNext}</MenuItem>
      {releases.slice(0, RELEASES_SHOWN).map(({ release }) => (
        <MenuItem key={release} onSelect={() => resolve(release)}>
          <span className="truncate">{words.resolveIn(release)}</span>
        </MenuItem>
      ))}
    </>
  );
}
