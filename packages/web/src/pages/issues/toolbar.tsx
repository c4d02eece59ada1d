import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useCallback, useId } from "react";
import { type Listing, SORTS, TABS } from "../../api/issues.js";
import { LaterSwitch } from "../../environment/later-switch.js";
import { useWords } from "../../i18n/i18n.js";
import { ViewsMenu } from "../../saved-views/views-menu.js";
import { changeSettings } from "../../settings/settings.js";
import { SPANS } from "../../settings/stored-settings.js";
import { type ListingSearch, pageOf, written } from "./listing.js";
import { SearchBox } from "./search-box.js";
import { SearchHelpButton } from "./search-help-button.js";
import { useRefusedSearch } from "./use-refused-search.js";

const RefusedSearch = lazy(() =>
  import("./refused-search.js").then(({ RefusedSearch }) => ({ default: RefusedSearch })),
);

/** Which issues are shown, and how. */
export function Toolbar({ listing }: { readonly listing: Listing }) {
  const { issues: words } = useWords();
  const { project, query, sort, env } = listing;
  const go = useGo(listing);
  const refusal = useRefusedSearch(listing);
  const refusalId = useId();
  const search = useCallback((text: string) => go({ query: text }), [go]);
  return (
    <>
      <Tabs listing={listing} />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchBox
          label={words.search}
          placeholder={words.searchPlaceholder}
          project={project}
          isOfEvents={false}
          query={query}
          onSearch={search}
          refusedBy={refusal && refusalId}
        />
        <SearchHelpButton />
        {/* On a phone two lines of two, or one alone above two where no event says an environment. */}
        <div className="grid w-full grid-cols-2 gap-2 [&>:first-child:nth-last-child(4)]:col-span-2 sm:flex sm:w-auto">
          <ViewsMenu listing={listing} />
          <LaterSwitch project={project} />
          <SortSelect sort={sort} onSort={(to) => go({ sort: to })} />
          <SpanSelect span={listing.span} />
        </div>
      </div>
      {env !== "" && <p className="-mt-1 mb-3 text-xs text-soft">{words.countedIn(env)}</p>}
      <Suspense fallback={null}>
        {refusal && <RefusedSearch id={refusalId} query={query} refusal={refusal} />}
      </Suspense>
    </>
  );
}

/** Leads to the list that differs from this one so. */
function useGo({ project, status, query, sort, env }: Listing) {
  const navigate = useNavigate();
  return useCallback(
    (change: ListingSearch) =>
      navigate({
        ...pageOf(project),
        search: written({ status, query, sort, env, ...change }),
        replace: true,
      }),
    [navigate, project, status, query, sort, env],
  );
}

function Tabs({ listing: { project, query, sort, env } }: { readonly listing: Listing }) {
  const { issues: words } = useWords();
  return (
    <nav
      aria-label={words.title}
      className="-mx-3 mb-4 flex gap-1 overflow-x-auto border-b border-line px-3 sm:mx-0 sm:px-0"
    >
      {TABS.map((tab) => (
        <Link
          key={tab}
          {...pageOf(project)}
          search={written({ status: tab, query, sort, env })}
          activeOptions={{ exact: true, explicitUndefined: true }}
          className="-mb-px border-b-2 border-transparent px-3 py-2 text-sm font-medium whitespace-nowrap text-soft hover:text-ink data-[status=active]:border-accent data-[status=active]:text-ink"
        >
          {words.tabs[tab]}
        </Link>
      ))}
    </nav>
  );
}

interface SortSelectProps {
  readonly sort: Listing["sort"];
  readonly onSort: (sort: Listing["sort"]) => void;
}

function SortSelect({ sort, onSort }: SortSelectProps) {
  const { issues: words } = useWords();
  const id = useId();
  return (
    <Labelled id={id} label={words.sort}>
      <select
        id={id}
        className="field min-w-0"
        value={sort}
        onChange={({ target }) => onSort(SORTS.find((one) => one === target.value) ?? "lastSeen")}
      >
        {SORTS.map((one) => (
          <option key={one} value={one}>
            {words.sorts[one]}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

function SpanSelect({ span }: { readonly span: Listing["span"] }) {
  const { issues: words } = useWords();
  const id = useId();
  return (
    <Labelled id={id} label={words.span}>
      <select
        id={id}
        className="field min-w-0"
        value={span}
        onChange={({ target }) =>
          changeSettings({ span: SPANS.find((one) => one === target.value) ?? "24h" })
        }
      >
        {SPANS.map((one) => (
          <option key={one} value={one}>
            {words.spans[one]}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

interface LabelledProps {
  readonly id: string;
  readonly label: string;
  readonly children: ReactNode;
}

const Labelled = ({ id, label, children }: LabelledProps) => (
  <span className="flex min-w-0 flex-1 items-center gap-2 sm:flex-none">
    <label htmlFor={id} className="sr-only text-sm text-soft sm:not-sr-only sm:whitespace-nowrap">
      {label}
    </label>
    {children}
  </span>
);
