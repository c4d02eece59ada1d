import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { foundIssuesQuery } from "../api/issues.js";
import { ApiError } from "../api/request.js";
import type { ListedIssue } from "../api/types.js";
import type { Command } from "../keys/commands.js";

const CHARS_MIN = 2;
const PAUSE_MILLISECONDS = 200;

/** What is typed, as a search over the issues of all projects: those found, as commands that lead there. */
export function useFoundIssues(typed: string) {
  const text = typed.trim();
  const settled = useSettled(text);
  const isAsked = text.length >= CHARS_MIN;
  const open = useOpenIssue();
  const { data, error, isFetching } = useQuery({
    ...foundIssuesQuery(asSearch(settled)),
    enabled: isAsked && settled === text,
  });
  const isCurrent = isAsked && settled === text;
  const found = (isCurrent && data?.issues) || [];
  const commands = found.map(
    (issue): Command => ({
      id: `issue-${issue.id}`,
      label: `${issue.shortId} ${issue.title}`,
      group: "issues",
      run: () => open(issue, data?.event),
    }),
  );
  return {
    commands,
    isSearching: isAsked && (settled !== text || isFetching),
    /** Why what is typed is no search. */
    refusal: isCurrent && error instanceof ApiError && error.status === 422 ? error.message : undefined,
  };
}

/** Of plain words the last may be half typed; all else is searched for as it stands. */
const asSearch = (text: string): string => (/^[\p{L}\p{N} ]{2,15}$/u.test(text) ? `${text}*` : text);

/** Shows an issue, or of an event that was searched for the occurrence. */
function useOpenIssue() {
  const navigate = useNavigate();
  return ({ project, id }: ListedIssue, event: string | undefined) =>
    event === undefined
      ? navigate({ to: "/projects/$project/issues/$issue", params: { project, issue: id } })
      : navigate({
          to: "/projects/$project/issues/$issue/occurrences/$event",
          params: { project, issue: id, event },
        });
}

/** A text, once it has not changed for a moment. */
function useSettled(text: string): string {
  const [settled, settle] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => settle(text), PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
