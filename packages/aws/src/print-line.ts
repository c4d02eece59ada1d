/**
 * Puts a line into the function's log as it is. `console` would wrap it once more where logs are JSON, and CloudWatch
 * finds metrics only at the root of a line.
 */
export const printLine = (line: string): void => void process.stdout.write(`${line}\n`);
