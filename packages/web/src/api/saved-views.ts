import type * as Views from "@faultline/service/http/v1-saved-views";
import { queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { url } from "./addresses.js";
import { request } from "./request.js";

export type SavedView = z.infer<typeof Views.SavedView>;
export type ViewedList = Omit<SavedView, "id" | "name">;

/** Of who is signed in. */
export const savedViewsQuery = queryOptions({
  queryKey: ["saved-views"],
  queryFn: ({ signal }) => request<{ views: SavedView[] }>("/v1/saved-views", { signal }),
  select: ({ views }) => views,
  staleTime: 10_000,
});

export const saveView = (name: string, list: ViewedList): Promise<SavedView> =>
  request("/v1/saved-views", { method: "POST", body: { ...list, name } });

export const renameView = (id: string, name: string): Promise<SavedView> =>
  request(url`/v1/saved-views/${id}`, { method: "PATCH", body: { name } });

/** Makes it mean another list. */
export const replaceView = (id: string, list: ViewedList): Promise<SavedView> => {
  const { project = null, environment = null } = list;
  return request(url`/v1/saved-views/${id}`, { method: "PATCH", body: { ...list, project, environment } });
};

export const removeView = (id: string): Promise<void> =>
  request(url`/v1/saved-views/${id}`, { method: "DELETE" });
