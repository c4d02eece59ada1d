import { call } from "../stories/api.js";

/** The error that the film is about, as an SDK for Node sends it: with its code and its variables. */
const THROWN = {
  type: "TypeError",
  value: "Cannot read properties of undefined (reading 'rate')",
  stacktrace: {
    frames: [
      {
        filename: "app/routes/checkout.ts",
        function: "confirm",
        lineno: 88,
        in_app: true,
        context_line: "  const total = priceOf(cart, request.query.currency);",
        vars: { cart: { id: "c-4711", items: 3 } },
      },
      {
        filename: "app/checkout/price.ts",
        function: "priceOf",
        lineno: 21,
        colno: 34,
        in_app: true,
        pre_context: [
          "export function priceOf(cart: Cart, currency: string): Money {",
          "  const amount = cart.items.reduce((sum, item) => sum + item.amount, 0);",
        ],
        context_line: "  const { rate } = rates.find((one) => one.currency === currency);",
        post_context: ["  return { amount: Math.round(amount * rate), currency };", "}"],
        vars: {
          currency: "EUR",
          amount: 12900,
          rates: [
            { currency: "USD", rate: 1 },
            { currency: "JPY", rate: 156.2 },
          ],
          session: { user: "ada@example.com", token: "tk_live_51Hq8sGk" },
        },
      },
    ],
  },
};

interface Sending {
  readonly url: string;
  readonly clientKey: string;
  readonly project: string;
}

/** Posts it under its id, as somebody's browser would; gives back the status it is answered with. */
export async function sendError(
  { url, clientKey, project }: Sending,
  { id, user, at }: { readonly id: string; readonly user: string; readonly at: number },
): Promise<number> {
  const event = {
    event_id: id,
    timestamp: new Date(at).toISOString(),
    platform: "node",
    level: "error",
    release: "shop@4.12.0",
    environment: "production",
    user: { id: user, email: `${user}@example.com` },
    request: { method: "POST", url: "https://shop.example.com/checkout?currency=EUR" },
    contexts: { runtime: { name: "node", version: "22.11.0" } },
    exception: { values: [THROWN] },
  };
  const { status } = await call(`${url}/api/${project}/store/?sentry_key=${clientKey}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(event),
  });
  return status;
}
