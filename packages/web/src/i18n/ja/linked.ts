import type { Words } from "../i18n.js";

export const linked: Words["linked"] = {
  title: "エラー",
  note: "リンクによりこの発生だけを表示しています。イシュー全体はサインインすると見られます。",
  over: "このリンクの有効期限が切れました",
  overHint: "または無効なリンクです。サインインするとイシューを見られます。",
};
