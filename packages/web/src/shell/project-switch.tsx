import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { projectsQuery } from "../api/projects.js";
import { Icon } from "../components/icon.js";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../components/menu.js";
import { useWords } from "../i18n/i18n.js";

/** Names the project that is shown, and leads to the others. */
export function ProjectSwitch() {
  const { shell } = useWords();
  const { project } = useParams({ strict: false });
  const { data: projects = [] } = useQuery(projectsQuery);
  const navigate = useNavigate();
  if (project === undefined) return null;
  const label = (name: string): string => projects.find((one) => one.name === name)?.displayName || name;
  return (
    <Menu
      face={
        <>
          <span className="sr-only">{shell.switchProject}: </span>
          <span className="truncate">{label(project)}</span>
          <Icon name="chevron" className="size-3.5 text-soft" />
        </>
      }
      className="button button-quiet max-w-[46vw] min-w-0 px-2 text-ink sm:max-w-60"
    >
      <MenuChoice
        label={shell.switchProject}
        value={project}
        choices={projects.map(({ name }) => ({ value: name, label: label(name) }))}
        onChoose={(name) => navigate({ to: "/projects/$project", params: { project: name } })}
      />
      <MenuLine />
      <MenuItem onSelect={() => navigate({ to: "/projects" })}>{shell.allProjects}</MenuItem>
    </Menu>
  );
}
