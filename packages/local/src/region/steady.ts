interface Turn {
  readonly isBad: boolean;
  /** When the first look was that saw it so. */
  readonly since: number;
}

/** Says when something has turned bad, or good again: after so many equal looks in a row, for one may be chance. */
export function steady({ looksToBad, looksToGood }: { looksToBad: number; looksToGood: number }) {
  let run: { isBad: boolean; count: number; since: number } | undefined;
  return (isBad: boolean, now: number): Turn | undefined => {
    run = run?.isBad === isBad ? { ...run, count: run.count + 1 } : { isBad, count: 1, since: now };
    const needed = isBad ? looksToBad : looksToGood;
    return run.count >= needed ? { isBad, since: run.since } : undefined;
  };
}
