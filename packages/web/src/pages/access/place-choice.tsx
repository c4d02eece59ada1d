import { useQuery } from "@tanstack/react-query";
import { type Placed, ROLES, type Role } from "../../api/people.js";
import { projectsQuery } from "../../api/projects.js";
import type { Who } from "../../api/session.js";
import { Choice } from "../../components/form.js";
import { useWords } from "../../i18n/i18n.js";

interface PlaceChoiceProps {
  readonly who: Who;
  readonly placed: Placed;
  readonly onChoose: (placed: Placed) => void;
}

/** A role, and the projects it is for: of those the chooser has. */
export function PlaceChoice({ who, placed, onChoose }: PlaceChoiceProps) {
  const { access } = useWords();
  const words = access.people;
  const { role, projects } = placed;
  return (
    <div className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Choice
          label={words.role}
          value={role}
          onChoose={(value) => onChoose({ ...placed, role: roleOf(value) })}
        >
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {words.roles[one]}: {words.roleHints[one]}
            </option>
          ))}
        </Choice>
        <Choice
          label={words.sees}
          value={projects ? "chosen" : "all"}
          onChoose={(value) => onChoose({ role, projects: value === "all" ? undefined : [] })}
        >
          {!who.projects && <option value="all">{words.all}</option>}
          <option value="chosen">{words.chosen}</option>
        </Choice>
      </div>
      {projects && <Projects chosen={projects} onChoose={(next) => onChoose({ role, projects: next })} />}
    </div>
  );
}

/** Whether enough is chosen. */
export const isPlaced = ({ projects }: Placed): boolean => projects === undefined || projects.length > 0;

const roleOf = (value: string): Role => ROLES.find((role) => role === value) ?? "viewer";

interface ProjectsProps {
  readonly chosen: readonly string[];
  readonly onChoose: (projects: readonly string[]) => void;
}

function Projects({ chosen, onChoose }: ProjectsProps) {
  const { access } = useWords();
  const { data: projects = [] } = useQuery(projectsQuery);
  const toggle = (name: string): void =>
    onChoose(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <fieldset>
      <legend className="sr-only">{access.people.chosen}</legend>
      <div className="flex max-h-40 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
        {projects.map(({ name, displayName }) => (
          <label key={name} className="flex items-baseline gap-2 text-sm wrap-anywhere">
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            {displayName || name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
