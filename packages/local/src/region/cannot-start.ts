/** Says in a line why, and what to do, and ends the process. */
export function cannotStart(error: unknown): never {
  console.error(`Faultline cannot start: ${advice(error)}`);
  process.exit(1);
}

function advice(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isTaken = error.message.includes("EADDRINUSE");
  return isTaken ? `${error.message}. Choose another FAULTLINE_PORT.` : error.message;
}
