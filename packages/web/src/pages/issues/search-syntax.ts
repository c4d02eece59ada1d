import type { Settings } from "../../settings/stored-settings.js";

interface SearchSyntax {
  readonly intro: string;
  /** What is written, and what it finds. */
  readonly rows: readonly (readonly [string, string])[];
}

/** The language of searches in short, as docs/search.md has it. With the window that shows it, not with every list. */
export const SEARCH_SYNTAX: Readonly<Record<Settings["language"], SearchSyntax>> = {
  en: {
    intro: "All terms have to hold, each in any event of an issue. Upper and lower case are the same.",
    rows: [
      ["checkout", "a word of the title, the message, the culprit or the team's own code"],
      ['"card was declined"', "words beside each other, in this order"],
      ["pay*   release:5.*", "what begins so"],
      ["-timeout   -env:staging", "what has it not"],
      ["env:production   release:5.2   level:error   type:TypeError", "environment, release, level, type"],
      ["user:ada@example.com", "id, email, name or address of a user"],
      ["file:cart.ts   function:total", "a call of the team's own code"],
      ["browser:Firefox   os:   device:   server:   transaction:", "what it ran on"],
      ["customer:acme   tag.customer:acme", "a tag"],
      ["has:release   -has:customer", "any value, or none"],
      ["is:unresolved   is:regressed   is:muted   is:unassigned", "how it stands now"],
      ["assignee:anna   assignee:me", "who looks after it"],
      [
        "firstSeen:>-24h   lastSeen:<-7d   firstSeen:2026-11-01",
        "later or earlier than, or on that day (UTC)",
      ],
      ["SHOP-7K2D   iss_…", "an issue by its id, or by an event's"],
    ],
  },
  ja: {
    intro:
      "すべての条件を満たすイシューを探します。条件ごとに、いずれかのイベントが一致すれば十分です。大文字と小文字は区別しません。",
    rows: [
      ["checkout", "タイトル、メッセージ、発生箇所、自社コードに含まれる語"],
      ['"card was declined"', "この順に並んだ語"],
      ["pay*   release:5.*", "前方一致"],
      ["-timeout   -env:staging", "含まないもの"],
      ["env:production   release:5.2   level:error   type:TypeError", "環境、リリース、レベル、型"],
      ["user:ada@example.com", "ユーザーのID、メール、名前、アドレス"],
      ["file:cart.ts   function:total", "自社コードのファイルまたは関数"],
      ["browser:Firefox   os:   device:   server:   transaction:", "実行環境"],
      ["customer:acme   tag.customer:acme", "タグ"],
      ["has:release   -has:customer", "値がある、またはない"],
      ["is:unresolved   is:regressed   is:muted   is:unassigned", "現在の状態"],
      ["assignee:anna   assignee:me", "担当者"],
      [
        "firstSeen:>-24h   lastSeen:<-7d   firstSeen:2026-11-01",
        "それより後、それより前、またはその日（UTC）",
      ],
      ["SHOP-7K2D   iss_…", "イシューのID、またはイベントのID"],
    ],
  },
};
