import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Closes an answer when its connection ends while it waits for those before it, as Node 24 does. On Node 20 nothing tells
 * whoever writes it: what is held for it would be held for good.
 */
export function closeWithConnection({ socket }: IncomingMessage, response: ServerResponse): void {
  const close = (): void => {
    if (response.socket !== null || response.destroyed) return;
    response.destroy();
    response.emit("close");
  };
  // As many as a client asks at once over one connection.
  socket.setMaxListeners(0);
  socket.once("close", close);
  response.once("close", () => socket.off("close", close));
}
