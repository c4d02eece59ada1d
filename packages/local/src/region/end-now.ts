/**
 * Says why, and ends this process as a kill does. `process.exit` waits for the threads in which LMDB writes, and while a write
 * is under way those wait for this one: such a process would be there for good, and answer nobody.
 */
export function endNow(why: unknown): void {
  console.error(why);
  process.kill(process.pid, "SIGKILL");
}
