/** Five ways for an application to fail. Every SDK reports the same ones. */
interface Customer {
  readonly profile?: { readonly name: string };
}

class PaymentDeclinedError extends Error {
  override readonly name = "PaymentDeclinedError";
}

function loadCustomer(customers: readonly Customer[]): string {
  const customer: unknown = customers[0];
  return Reflect.get(Object(customer), "profile").name;
}

function checkout(): string {
  return loadCustomer([]);
}

function connect(): never {
  throw new Error("connect ECONNREFUSED 10.0.4.17:5432");
}

function charge(): never {
  try {
    return connect();
  } catch (cause) {
    throw new PaymentDeclinedError("payment of 4980 JPY was declined", { cause });
  }
}

function pay(): never {
  return charge();
}

function takeStock(): never {
  throw new RangeError("在庫数が不正です: 商品「深煎りコーヒー豆 200g」☕ は -3 個です");
}

function order(): never {
  return takeStock();
}

async function readInventory(): Promise<unknown> {
  return JSON.parse("{sku:");
}

async function syncInventory(): Promise<unknown> {
  await Promise.resolve();
  return readInventory();
}

function importRows(): never {
  throw new Error(`bulk import failed: ${"row is empty; ".repeat(500)}`);
}

function importAll(): never {
  return importRows();
}

const thrownBy = async (fails: () => unknown): Promise<Error> => {
  try {
    await fails();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("it was to fail");
};

export const failures = {
  "a method of undefined": () => thrownBy(checkout),
  "a class of its own, with a cause": () => thrownBy(pay),
  "a message in Japanese": () => thrownBy(order),
  "a syntax error after an await": () => thrownBy(syncInventory),
  "a very long message": () => thrownBy(importAll),
} as const;

export type Failure = keyof typeof failures;
/** Which class tells which failure it was. */
export const CLASSES: Readonly<Record<string, Failure>> = {
  TypeError: "a method of undefined",
  PaymentDeclinedError: "a class of its own, with a cause",
  RangeError: "a message in Japanese",
  SyntaxError: "a syntax error after an await",
  Error: "a very long message",
};
