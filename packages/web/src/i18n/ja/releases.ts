import type { Words } from "../i18n.js";

export const releases: Words["releases"] = {
  newIssues: "新規",
  regressed: "再発",
  resolved: "解決済み",
  events: "イベント数",
  users: "ユーザー数",
  firstSeen: "初回",
  deployedTo: (environment) => `${environment} にデプロイ:`,
  began: "開始",
  released: "リリース日",
  announcedBy: "登録者",
  newIn: "新規のイシュー",
  regressedIn: "再発したイシュー",
  resolvedIn: "解決済みのイシュー",
  noIssues: "ありません。",
  commits: "コミット",
  noCommits: "コミットは登録されていません。",
  deploys: "デプロイ",
  noDeploys: "デプロイは登録されていません。",
  none: "リリースはまだありません",
  noneHint:
    "リリース名の付いたイベントが届くとここに表示されます。CIからコミットやデプロイと一緒に登録することもできます。",
  how: "リリースを登録する",
  howText:
    "トークンにはsource-mapsスコープが必要です（セットアップで作成できます）。Fixes とイシューの短いIDを含むコミットは、そのリリースでイシューを解決済みにします。",
};
