import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./api/query-client.js";
import { loadWords } from "./i18n/i18n.js";
import { reloadOnceOnNewBuild } from "./new-build.js";
import { createPages } from "./router.js";
import { currentSettings } from "./settings/settings.js";
import { Surroundings } from "./surroundings.js";
import "./app.css";

reloadOnceOnNewBuild();

// Tasks of their own: evaluating the code was one already, and a slow processor shall be free in between.
setTimeout(() => {
  const client = createQueryClient(() => {
    const { pathname, href } = router.state.location;
    if (pathname !== "/sign-in") router.navigate({ to: "/sign-in", search: { to: href }, replace: true });
  });
  const router = createPages(client);
  const start = (): void => show(client, router);
  setTimeout(() => loadWords(currentSettings().language).then(start, start));
});

function show(client: QueryClient, router: ReturnType<typeof createPages>): void {
  const place = document.getElementById("root");
  if (!place) return;
  createRoot(place).render(
    <StrictMode>
      <Surroundings>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Surroundings>
    </StrictMode>,
  );
}
