import type { Words } from "../i18n.js";

export const savedViews: Words["savedViews"] = {
  title: "保存したビュー",
  button: (current) => (current ? `保存したビュー: ${current}` : "保存したビュー"),
  everywhere: "すべてのプロジェクト",
  save: "この一覧を保存…",
  saveTitle: "この一覧を保存",
  saveHint: "検索、絞り込み、並び順を自分用に保存します。同じ名前のビューがあれば置き換えます。",
  name: "名前",
  submit: "保存",
  saved: (name) => `「${name}」として保存しました`,
  rename: (name) => `「${name}」の名前を変更…`,
  renameTitle: "ビューの名前を変更",
  remove: (name) => `「${name}」を削除`,
  removed: (name) => `「${name}」を削除しました。イシューはそのまま残ります`,
  open: (name) => `ビュー: ${name}`,
};
