import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useWords } from "../i18n/i18n.js";
import { tell } from "./toasts.js";

interface Removal {
  /** Says that it is gone. */
  readonly text: string;
  /** What is asked for anew. */
  readonly queryKey: QueryKey;
  remove(): Promise<unknown>;
  bringBack(): Promise<unknown>;
}

/** Removes something; for some seconds it can be brought back. What fails is told. */
export function useRemoval(): (removal: Removal) => Promise<void> {
  const { issues, parts } = useWords();
  const client = useQueryClient();
  const doing = async (change: () => Promise<unknown>, queryKey: QueryKey): Promise<boolean> => {
    try {
      await change();
      await client.invalidateQueries({ queryKey });
      return true;
    } catch (error) {
      // Told, not thrown: nobody waits for it.
      tell({ kind: "bad", text: (error instanceof Error && error.message) || parts.unreachable });
      return false;
    }
  };
  return async ({ text, queryKey, remove, bringBack }) => {
    const undo = { label: issues.undo, run: () => void doing(bringBack, queryKey) };
    if (await doing(remove, queryKey)) tell({ kind: "good", text, action: undo });
  };
}
