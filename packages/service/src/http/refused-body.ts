/** Thrown while a body is read, by what carries the request: no more of it is taken. The message tells its sender why, and what to do. */
export class RefusedBody extends Error {
  override readonly name: string = "RefusedBody";
}
