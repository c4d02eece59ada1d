import type { Words } from "../i18n.js";

export const signIn: Words["signIn"] = {
  title: "サインイン",
  lead: "アプリケーションのエラーを、チームの手元で。",
  key: "マスターキー",
  hint: "起動時に表示されます。AWS ではシークレット MasterKey です。スクリプトから読めないクッキーに保存します。",
  show: "キーを表示",
  hide: "キーを隠す",
  submit: "サインイン",
  busy: "サインインしています…",
  missing: "マスターキーを入力してください。",
  wrong: "このキーは登録されていません。",
  clientKey: "このキーはエラーの送信専用です。マスターキーでサインインしてください。",
};
