import { remembering } from "../../remembering.js";
import { isLibrary, isRuntime, isVendorPath } from "./foreign-code.js";

/** What a client tells of a call, as it told it. */
export interface CallFacts {
  readonly file: string;
  /** The file's whole path, where `file` is cut to what lies below the project. */
  readonly path?: string | undefined;
  /** Class, namespace, module or package. */
  readonly module?: string | undefined;
  readonly function?: string | undefined;
  /** The binary the code lies in. */
  readonly binary?: string | undefined;
  readonly platform?: string | undefined;
  /** True when the client says where the project lies, and the file lies there. */
  readonly isOfProject?: boolean | undefined;
  /** What the client says of it; undefined when it says nothing. */
  readonly said?: boolean | undefined;
}

/**
 * True for the team's own code. What a client rules out is ruled out. The language's runtime never is own code; a library
 * is when the client says so, since it then was told so by its own list. A call without a file is own code when its
 * class, package or binary is known, or the client says so.
 */
export function isOwn(facts: CallFacts): boolean {
  const {
    file,
    path = "",
    module = "",
    function: name = "",
    binary = "",
    platform = "",
    said,
    isOfProject,
  } = facts;
  if (said === false) return false;
  if (file.length + path.length + name.length > CHARS_MAX) return isOwn(shortened(facts));
  const key = [file, path, module, name, binary, platform, said ? "1" : "", isOfProject ? "1" : ""].join(
    "\n",
  );
  return judge(key, facts);
}

const CHARS_MAX = 4_000;

/** What is far longer than any name is judged by its ends. */
const shortened = (facts: CallFacts): CallFacts => ({
  ...facts,
  file: facts.file.slice(-1_000),
  path: facts.path?.slice(-1_000),
  function: facts.function?.slice(0, 1_000),
});

const judge = remembering((facts: CallFacts): boolean => {
  if (isRuntime(facts)) return false;
  if (isLibrary(facts)) return false;
  if (isVendorPath(facts)) return false;
  return tellsWhere(facts);
});

function tellsWhere({ file, path, module, binary, function: name, said }: CallFacts): boolean {
  if (file !== "" || path) return true;
  if (said === true) return name !== undefined && !/^(\?|<\w+>)?$/.test(name);
  return (module ?? "") !== "" || (binary ?? "") !== "";
}
