const BACKTRACE = [
  { file: "/srv/shop/cart.php", line: 15, function: "Cart->__construct()" },
  { file: "/srv/shop/checkout.php", line: 36, function: "Checkout->begin()" },
];

export const FIRST = "Undefined index: total";
export const SECOND = "Undefined index: total2";

const error = (message: string, timestamp?: string) => ({
  type: "notice",
  message,
  backtrace: BACKTRACE,
  timestamp,
});

/**
 * A body as the original faultline's own sample has it: 24 errors, two messages, one type and one stack; times over
 * several minutes and days, with offsets and fractions, the last three without any.
 */
export const SAMPLE = {
  errors: [
    error(FIRST, "2026-11-02T00:01:00+00:00"),
    error(SECOND, "2026-11-02T00:01:00+00:00"),
    error(FIRST, "2026-11-02T00:01:59Z"),
    error(FIRST, "2026-11-02T09:01:30+09:00"),
    error(SECOND, "2026-11-01T19:01:00.250-05:00"),
    error(SECOND, "2026-11-02T00:02:00+00:00"),
    error(FIRST, "2026-11-05T00:02:00+00:00"),
    error(FIRST, "2026-11-05T00:02:00+00:00"),
    error(FIRST, "2026-11-07T00:02:00+00:00"),
    error(FIRST, "2026-11-07T00:02:00.001Z"),
    error(FIRST, "2026-11-07T05:32:00+05:30"),
    error(FIRST, "2026-11-10T00:02:00+00:00"),
    error(FIRST, "2026-11-12T00:02:00+00:00"),
    error(FIRST, "2026-11-12T00:02:00+00:00"),
    error(FIRST, "2026-11-12T00:04:00+00:00"),
    error(FIRST, "2026-11-12T00:04:00+00:00"),
    error(FIRST, "2026-11-14T00:04:00+00:00"),
    error(FIRST, "2026-11-14T00:04:00+00:00"),
    error(FIRST, "2026-11-14T00:04:00+00:00"),
    error(FIRST, "2026-11-14T00:04:00+00:00"),
    error(FIRST, "2026-11-18T00:04:00+00:00"),
    error(FIRST),
    error(FIRST),
    error(FIRST),
  ],
  notifications: [
    {
      type: "slack",
      endpoint: "https://hooks.slack.example/services/T000/B000/sample",
      channel: "#errors",
      username: "faultline",
      notifyInterval: 5,
      threshold: 10,
    },
  ],
};

/** What the minutes of its timed errors hold, by message. */
export const SAMPLE_MINUTES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  [FIRST]: {
    "2026-11-02T00:01:00.000Z": 3,
    "2026-11-05T00:02:00.000Z": 2,
    "2026-11-07T00:02:00.000Z": 3,
    "2026-11-10T00:02:00.000Z": 1,
    "2026-11-12T00:02:00.000Z": 2,
    "2026-11-12T00:04:00.000Z": 2,
    "2026-11-14T00:04:00.000Z": 4,
    "2026-11-18T00:04:00.000Z": 1,
  },
  [SECOND]: {
    "2026-11-02T00:01:00.000Z": 2,
    "2026-11-02T00:02:00.000Z": 1,
  },
};
