/** The same, in an order that chance decides (Fisher and Yates). */
export function inRandomOrder<T>(all: readonly T[], random: () => number): T[] {
  const left = [...all];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(Math.floor(random() * left.length), 1));
  return order;
}
