import type { ApiError } from "../../api/request.js";

interface RefusedSearchProps {
  readonly id: string;
  readonly query: string;
  readonly refusal: ApiError;
}

/** The search with the part marked that is not understood, and what to write instead. */
export function RefusedSearch({ id, query, refusal: { message, place } }: RefusedSearchProps) {
  const { position, length } = place ?? { position: 0, length: 0 };
  return (
    <p id={id} role="status" className="-mt-1 mb-3 text-sm text-bad wrap-anywhere">
      <code className="mr-2 rounded bg-bad-wash px-1.5 py-0.5 whitespace-pre-wrap">
        {query.slice(0, position)}
        <mark className="bg-transparent font-bold text-inherit underline decoration-wavy underline-offset-4">
          {query.slice(position, position + length)}
        </mark>
        {query.slice(position + length)}
      </code>
      {message}
    </p>
  );
}
