import type { Frame, Report, Thrown } from "../../report.js";

/** Errors that only hand on others. */
const WRAPPERS =
  /(?:^|[.\\:*])(?:Base)?(?:ExceptionGroup|AggregateException|AggregateError|NestedServletException|ServletException|ExecutionException|CompletionException|InvocationTargetException|UndeclaredThrowableException|TargetInvocationException|RemoteException|HandlerDispatchFailed|EJBException|wrapErrors?|joinError)$/;

/** Errors that stand for several at once. */
const GROUPS =
  /(?:ExceptionGroup|AggregateException|AggregateError|MultiException|CompositeException|joinError|multierror\.Error)$/;

/**
 * The error of a chain that says what went wrong: the innermost with a call in the team's own code, since those around it
 * say where it passed. Of several errors at once the first. Where none has such a call, the outermost that is no mere wrapper.
 */
export function deciding({
  exceptions,
  platform,
}: Pick<Report, "exceptions" | "platform">): Thrown | undefined {
  const [outermost] = exceptions;
  if (exceptions.length < 2) return outermost;
  const own = exceptions.filter(
    ({ frames }, place) =>
      frames.some(({ inApp }) => inApp) &&
      !(platform === "go" && isSameStack(frames, exceptions[place - 1]?.frames)),
  );
  const group = exceptions.findLastIndex(({ type }) => GROUPS.test(type));
  const inGroup = group < 0 ? undefined : own.find((thrown) => exceptions.indexOf(thrown) > group);
  return inGroup ?? own.at(-1) ?? exceptions.find(({ type }) => !WRAPPERS.test(type)) ?? outermost;
}

/** Errors of Go have no stack of their own: SDKs copy that of the one around them, which says nothing of the cause. */
const isSameStack = (frames: readonly Frame[], around: readonly Frame[] = []): boolean =>
  frames.length === around.length &&
  frames.every(({ file, function: name, line }, place) => {
    const other = around[place];
    return other?.file === file && other.function === name && other.line === line;
  });
