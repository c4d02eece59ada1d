/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
const FUNCTIONS = new Set(
  `ABS AVG CEIL DATAPOINT_COUNT DATE DAY DIFF DIFF_TIME EPOCH FILL FIRST FLOOR HOUR IF LAST LOG LOG10 MAX METRIC_COUNT MIN
  MINUTE MONTH PERIOD RATE REMOVE_EMPTY RUNNING_SUM SLICE SORT STDDEV SUM TIME_SERIES YEAR`.split(/\s+/),
);
const WORDS = new Set(["AND", "OR", "NOT"]);
const PARTS = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(<=|>=|==|!=|&&|\|\||[-+*/^<>(),]))/y;

/**
 * What is wrong with an expression of metric math, or nothing: it may name what is defined beside it and the functions
 * that CloudWatch documents for one series, and its brackets must close.
 */
export function wrongExpression(expression: string, ids: readonly string[]): string | undefined {
  const parts = partsOf(expression);
  if (parts === undefined) return `cannot be read: ${expression}`;
  if (!closes(parts)) return `has brackets that do not close: ${expression}`;
  const names = parts.map((part, place) => ({ part, isCall: parts[place + 1] === "(" })).filter(isName);
  const foreign = names.find(({ part, isCall }) => isCall && !FUNCTIONS.has(part));
  if (foreign) return `calls ${foreign.part}, which CloudWatch does not know`;
  const used = names.filter(({ isCall }) => !isCall).map(({ part }) => part);
  const missing = used.find((name) => !ids.includes(name));
  if (missing) return `names ${missing}, which is not defined beside it`;
  const idle = ids.filter((id) => !used.includes(id));
  return idle.length > 0 ? `pays for ${idle.join(", ")} and does not use it` : undefined;
}

const isName = ({ part }: { part: string }): boolean => /^[A-Za-z_]/.test(part) && !WORDS.has(part);

function closes(parts: readonly string[]): boolean {
  let depth = 0;
  for (const part of parts) {
    if (part === "(") depth += 1;
    if (part === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Ids begin with a small letter, or CloudWatch refuses the alarm. */
export const isId = (id: string): boolean => /^[a-z]\w*$/.test(id);

function partsOf(expression: string): string[] | undefined {
  const parts: string[] = [];
  PARTS.lastIndex = 0;
  for (const text = expression.trim(); PARTS.lastIndex < text.length; ) {
    const found = PARTS.exec(text);
    if (!found) return undefined;
    parts.push(found[0].trim());
  }
  return parts;
}
