import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./api/query-client.js";
import { reloadOnceOnNewBuild } from "./new-build.js";
import { createPages } from "./router.js";
import "./app.css";

const client = createQueryClient(() => {
  const { pathname, href } = router.state.location;
  if (pathname !== "/sign-in") router.navigate({ to: "/sign-in", search: { to: href }, replace: true });
});
const router = createPages(client);

reloadOnceOnNewBuild();

const place = document.getElementById("root");
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
