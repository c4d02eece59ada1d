/** A failure as a Sentry SDK would report it, and how often it happens. */
export interface Sample {
  readonly type: string;
  readonly value: string;
  readonly level: "fatal" | "error" | "warning" | "info" | "debug";
  readonly file: string;
  readonly function: string;
  readonly code: readonly string[];
  /** What the variables of its innermost call held. */
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly release: string;
  readonly environment: string;
  /** Events within the last two weeks. */
  readonly events: number;
  readonly users: number;
  /** How old its oldest and its newest event are, in hours. */
  readonly hours: readonly [oldest: number, newest: number];
  readonly tags: Readonly<Record<string, string>>;
}

const LONG =
  "Cannot read properties of undefined (reading 'discountedTotalIncludingValueAddedTaxAndShipping') while rendering " +
  "CheckoutSummaryWithVeryLongComponentNameThatNobodyWouldWriteByHandButGeneratorsDo for the order 4711-AB-2026 of the " +
  "customer group wholesale-europe-central, after the third of three attempts";

const common = { environment: "production", tags: { browser: "Chrome 141", os: "macOS 15" } };

/** What a shop's errors look like: frequent and rare, old and new, short and far too long, in several languages. */
export const SAMPLES: readonly Sample[] = [
  {
    ...common,
    type: "TypeError",
    value: "total is not a function",
    level: "error",
    file: "app/cart/checkout.ts",
    function: "confirmOrder",
    code: [
      "  const cart = await loadCart(session);",
      "  const items = cart.items.filter(isAvailable);",
      "  const amount = cart.total(items, voucher);",
      "  return charge(session.customer, amount);",
      "}",
    ],
    vars: { cart: { items: 3, total: 118.4 }, items: ["A-1024", "B-77", "C-3"], voucher: "WINTER" },
    release: "shop@4.12.0",
    events: 96,
    users: 31,
    hours: [210, 0.05],
  },
  {
    ...common,
    type: "PaymentDeclined",
    value: "card_declined: insufficient_funds (request req_8sKq2)",
    level: "warning",
    file: "app/payment/charge.ts",
    function: "charge",
    code: ["  if (answer.declined) {", "    throw new PaymentDeclined(answer.reason);", "  }"],
    release: "shop@4.12.0",
    events: 44,
    users: 38,
    hours: [300, 0.4],
  },
  {
    ...common,
    type: "DatabaseError",
    value: "deadlock detected while updating inventory",
    level: "fatal",
    file: "app/inventory/reserve.ts",
    function: "reserve",
    code: ["  await db.transaction(async (tx) => {", "    await tx.update(rows);", "  });"],
    release: "shop@4.11.3",
    events: 18,
    users: 0,
    hours: [40, 1.2],
    tags: { database: "orders-primary" },
  },
  {
    ...common,
    type: "注文エラー",
    value: "在庫が不足しているため、注文を確定できませんでした（商品番号 A-1024）",
    level: "error",
    file: "app/注文/確定.ts",
    function: "注文を確定する",
    code: ["  if (在庫 < 数量) {", "    throw new 注文エラー('在庫が不足しているため…');", "  }"],
    release: "shop@4.12.0",
    events: 27,
    users: 12,
    hours: [70, 0.9],
    tags: { 言語: "日本語", browser: "Safari 19" },
  },
  {
    ...common,
    type: "TypeError",
    value: LONG,
    level: "error",
    file: "packages/storefront-components/src/checkout/summary/totals/with/a/very/deep/folder/structure/that/goes/on/render-checkout-summary-totals.tsx",
    function: "CheckoutSummaryWithVeryLongComponentNameThatNobodyWouldWriteByHand.renderTotals",
    code: ["    return formatMoney(order.summary.discountedTotalIncludingValueAddedTaxAndShipping);"],
    release: "storefront-components@12.4.0-next.20261120+sha.9f3c1d2",
    events: 9,
    users: 7,
    hours: [30, 2.5],
  },
  {
    ...common,
    type: "TimeoutError",
    value: "GET https://rates.example.com/v2/eur took longer than 3000 ms",
    level: "warning",
    file: "app/currency/rates.ts",
    function: "fetchRates",
    code: ["  const response = await fetch(url, { signal: AbortSignal.timeout(3000) });"],
    release: "shop@4.12.0",
    events: 61,
    users: 0,
    hours: [330, 3],
    tags: { upstream: "rates.example.com" },
  },
  {
    ...common,
    type: "RangeError",
    value: "Invalid time zone specified: Europe/Atlantis",
    level: "error",
    file: "app/mail/receipt.tsx",
    function: "Receipt",
    code: ["  const time = new Intl.DateTimeFormat(locale, { timeZone }).format(order.at);"],
    release: "shop@4.11.3",
    events: 5,
    users: 4,
    hours: [120, 7],
  },
  {
    ...common,
    type: "ChunkLoadError",
    value: "Loading chunk 318 failed (https://shop.example.com/assets/318.9ab1.js)",
    level: "info",
    file: "app/routes.ts",
    function: "lazyRoute",
    code: ["  return import('./pages/' + name);"],
    release: "shop@4.10.9",
    environment: "staging",
    events: 13,
    users: 10,
    hours: [200, 11],
  },
  {
    ...common,
    type: "Deprecation",
    value: "legacyCart() goes away with 5.0",
    level: "debug",
    file: "app/cart/legacy.ts",
    function: "legacyCart",
    code: ["  warnDeprecated('legacyCart');"],
    release: "shop@4.12.0",
    environment: "staging",
    events: 7,
    users: 0,
    hours: [90, 20],
  },
];
