import type { CallFacts } from "./own-code.js";

/** The packages Go comes with, by the first part of their paths: https://pkg.go.dev/std */
const STANDARD = new Set(
  "archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe weak".split(
    " ",
  ),
);

const INTERNAL = new Set(
  "abi bytealg cpu chacha8rand fmtsort goarch godebug goos nettrace oserror poll race reflectlite runtime safefilepath singleflight sync syscall sysinfo testlog weak zstd".split(
    " ",
  ),
);

const isGo = ({ file, path, platform }: CallFacts): boolean =>
  /\.(go|s)$/.test(path ?? file) || /^go\b/.test(platform ?? "") || /\.go$/.test(file);

/**
 * Go's own code: below GOROOT wherever that lies, or of a standard package. With `-trimpath`, and from SDKs that cut
 * paths, only `runtime/panic.go` is left of a path; with a whole path that lies elsewhere a package's name means nothing.
 */
export function isGoRuntime(facts: CallFacts): boolean {
  if (!isGo(facts)) return false;
  const { file, path = file, module = "", function: name = "", said, isOfProject } = facts;
  if (isBelowRoot(path)) return true;
  if (isWhole(path) || isOfProject) return false;
  const named = packageOf(module === "" ? name : `${module}.`);
  if (named !== "") return isStandard(named) || (isStandard(path) && directoryOf(path) === named);
  return said !== true && path !== "" && isStandard(path);
}

const isBelowRoot = (path: string): boolean => {
  const found = /[\\/]src[\\/]([a-z]+)[\\/]/.exec(path);
  return (
    found !== null &&
    STANDARD.has(found[1] ?? "") &&
    /[\\/]\.?go[^\\/]{0,60}([\\/]|$)/i.test(path.slice(0, found.index))
  );
};

/** Some SDKs tell a package's last part alone: `http` of `net/http/server.go`. */
const directoryOf = (path: string): string => path.split(/[\\/]/).at(-2) ?? "";

const isWhole = (path: string): boolean => /^([\\/]|[A-Za-z]:)/.test(path);

const isStandard = (path: string): boolean => {
  const [first = "", second = ""] = path.split(/[\\/]/);
  // Teams call a folder of their own so, too.
  if (first === "internal") return INTERNAL.has(second);
  return STANDARD.has(first) && (path.includes("/") || !path.includes("."));
};

/** `net/http` of `net/http.(*conn).serve`; a name without its package tells nothing. */
function packageOf(name: string): string {
  const slash = name.lastIndexOf("/");
  const dot = name.indexOf(".", slash + 1);
  return dot < 0 ? "" : name.slice(0, dot);
}
