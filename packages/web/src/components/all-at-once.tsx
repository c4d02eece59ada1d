import { type Query, useIsFetching, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Loading } from "./states.js";

interface AllAtOnceProps {
  readonly rows: number;
  readonly children: ReactNode;
}

/**
 * Parts that each ask for something of their own, shown once all of them know it or have failed at it. One after the other they
 * would push what stands below them away from under the pointer: a press that begins on a button and ends beside it is no click.
 */
export function AllAtOnce({ rows, children }: AllAtOnceProps) {
  const client = useQueryClient();
  const waiting = useIsFetching({ predicate: isFirst });
  const [isThere, setThere] = useState(false);
  // After the parts' own effects, with which they begin to ask.
  useEffect(() => {
    if (waiting === 0 && client.isFetching({ predicate: isFirst }) === 0) setThere(true);
  }, [client, waiting]);
  return (
    <>
      {!isThere && (
        <div className="panel">
          <Loading rows={rows} />
        </div>
      )}
      <div hidden={!isThere} className="space-y-5">
        {children}
      </div>
    </>
  );
}

const isFirst = ({ state }: Query): boolean => state.status === "pending" && state.fetchFailureCount === 0;
