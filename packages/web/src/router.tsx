import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { Failed } from "./components/states.js";
import { IssuePage } from "./pages/issue/issue-page.js";
import { readIssueSearch } from "./pages/issue/issue-search.js";
import { IssuesPage } from "./pages/issues/issues-page.js";
import { readListing } from "./pages/issues/listing.js";
import { NotFound } from "./shell/not-found.js";
import { Shell } from "./shell/shell.js";

interface Context {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: ({
    to,
    refused,
  }: Record<string, unknown>): { to?: string | undefined; refused?: string | undefined } =>
    // Named even where it is left out: the router lays this over what stands in the address.
    ({
      to: typeof to === "string" && isOwnPath(to) ? to : undefined,
      refused: typeof refused === "string" ? refused : undefined,
    }),
  component: lazyRouteComponent(() => import("./pages/sign-in/sign-in-page.js"), "SignInPage"),
});

const shared = createRoute({
  getParentRoute: () => root,
  path: "/shared/$token",
  component: lazyRouteComponent(() => import("./pages/linked/linked-page.js"), "LinkedPage"),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: "/invite",
  component: lazyRouteComponent(() => import("./pages/invite/invite-page.js"), "InvitePage"),
});

const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/projects", replace: true });
  },
});

const projects = createRoute({
  getParentRoute: () => shell,
  path: "/projects",
  component: lazyRouteComponent(() => import("./pages/projects/projects-page.js"), "ProjectsPage"),
});

const issues = createRoute({
  getParentRoute: () => shell,
  path: "/projects/$project",
  validateSearch: readListing,
  component: IssuesPage,
});

const inbox = createRoute({
  getParentRoute: () => shell,
  path: "/issues",
  validateSearch: readListing,
  component: lazyRouteComponent(() => import("./pages/issues/inbox-page.js"), "InboxPage"),
});

const issue = createRoute({
  getParentRoute: () => shell,
  path: "/projects/$project/issues/$issue",
  validateSearch: readIssueSearch,
  component: IssuePage,
});

const occurrence = createRoute({
  getParentRoute: () => shell,
  path: "/projects/$project/issues/$issue/occurrences/$event",
  validateSearch: readIssueSearch,
  component: IssuePage,
});

const releases = createRoute({
  getParentRoute: () => shell,
  path: "/projects/$project/releases",
  component: lazyRouteComponent(() => import("./pages/releases/releases-page.js"), "ReleasesPage"),
});

const release = createRoute({
  getParentRoute: () => shell,
  path: "/projects/$project/releases/$release",
  component: lazyRouteComponent(() => import("./pages/releases/release-page.js"), "ReleasePage"),
});

const setup = createRoute({
  getParentRoute: () => shell,
  path: "/projects/$project/setup",
  validateSearch: ({ ruleFor }: Record<string, unknown>): { ruleFor?: string | undefined } => ({
    ruleFor: typeof ruleFor === "string" ? ruleFor : undefined,
  }),
  component: lazyRouteComponent(() => import("./pages/setup/setup-page.js"), "SetupPage"),
});

const notifyAll = createRoute({
  getParentRoute: () => shell,
  path: "/notifications",
  component: lazyRouteComponent(() => import("./pages/setup/notify-all-page.js"), "NotifyAllPage"),
});

const status = createRoute({
  getParentRoute: () => shell,
  path: "/status",
  component: lazyRouteComponent(() => import("./pages/status/status-page.js"), "StatusPage"),
});

const access = createRoute({
  getParentRoute: () => shell,
  path: "/access",
  component: lazyRouteComponent(() => import("./pages/access/access-page.js"), "AccessPage"),
});

const routeTree = root.addChildren([
  signIn,
  shared,
  invite,
  shell.addChildren([
    home,
    projects,
    inbox,
    issues,
    issue,
    occurrence,
    releases,
    release,
    setup,
    notifyAll,
    status,
    access,
  ]),
]);

/** Every page there is, by its address. */
export const createPages = (client: QueryClient) =>
  createRouter({
    routeTree,
    basepath: globalThis.faultlineBase || "/",
    context: { client },
    defaultPreload: "intent",
    defaultErrorComponent: ({ error, reset }) => (
      <Failed error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
    ),
    scrollRestoration: true,
    // Plain addresses, that people can read and write: `?status=resolved&query=release:1.4`.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const set = Object.entries(search).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      );
      return set.length > 0 ? `?${new URLSearchParams(set)}` : "";
    },
  });

/** True for an address of ours: `//elsewhere` is none, nor is what a browser would make that of, such as `/.//elsewhere`. */
function isOwnPath(path: string): boolean {
  if (!/^\/(?!\/)[^\\\p{Cc}]*$/u.test(path)) return false;
  const { origin, pathname } = new URL(path, location.origin);
  return origin === location.origin && !pathname.startsWith("//");
}

declare module "@tanstack/react-router" {
  interface TriageState {
    router: ReturnType<typeof createPages>;
  }
}
