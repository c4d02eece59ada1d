import type { Words } from "../i18n.js";

export const linked: Words["linked"] = {
  title: "共有された発生",
  note: "このリンクでは1件の発生だけを表示しています。サインインするとイシュー全体を見られます。",
  over: "このリンクの有効期限が切れました",
  overHint: "または無効なリンクです。サインインするとイシューを見られます。",
};
