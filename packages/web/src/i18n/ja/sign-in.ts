import type { Words } from "../i18n.js";

export const signIn: Words["signIn"] = {
  title: "サインイン",
  lead: "アプリケーションのエラーを、自分たちの一つの場所に。",
  key: "マスターキー",
  hint: "起動時に表示されます。AWS では MasterKey として設定します。ここではスクリプトから読めないクッキーになります。",
  show: "キーを表示",
  hide: "キーを隠す",
  submit: "サインイン",
  busy: "サインインしています…",
  missing: "マスターキーを入力してください。",
  wrong: "このキーは登録されていません。",
  clientKey: "このキーはエラーの送信専用です。マスターキーでサインインしてください。",
};
