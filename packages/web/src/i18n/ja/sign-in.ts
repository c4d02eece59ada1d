import type { Words } from "../i18n.js";

export const signIn: Words["signIn"] = {
  title: "サインイン",
  lead: "アプリケーションのエラーを、チームの手元で。",
  passkey: "パスキーでサインイン",
  noPasskeys:
    "パスキーを使うには、HTTPSまたはこの端末上で、localhostなど名前のあるアドレスから開いてください。",
  or: "または",
  provider: (name) => `${name}でサインイン`,
  notInvited:
    "確認済みのメールアドレスに一致するメンバーがいません。そのアドレスでの招待をオーナーに依頼してください。",
  providerFailed: "プロバイダーでサインインできませんでした。もう一度試すか、別の方法を使ってください。",
  email: "メールアドレス",
  password: "パスワード",
  cancelled: "パスキーを確認できませんでした。もう一度試すか、別の方法でサインインしてください。",
  wrongSignIn: "サインインできませんでした。メールアドレスとパスワードを確認してください。",
  emergency: "マスターキー（緊急用）",
  key: "マスターキー",
  hint: "起動時に表示されます。AWS ではシークレット MasterKey です。スクリプトから読めないクッキーに保存します。",
  show: "入力内容を表示",
  hide: "入力内容を隠す",
  submit: "サインイン",
  busy: "サインインしています…",
  missing: "マスターキーを入力してください。",
  wrong: "このキーは登録されていません。",
  clientKey: "このキーはエラーの送信専用です。マスターキーでサインインしてください。",
  invited: "招待されています",
  invitedBy: (who) => `招待者: ${who}`,
  inviteOver: "この招待は無効です",
  inviteOverHint:
    "使用済みか取り消し済み、または1週間以上経過しています。招待した人に新しいリンクを依頼してください。",
  name: "名前",
  nameHint: "あなたが行った操作の横に表示されます。",
  acceptByPasskey: "パスキーで参加",
  acceptByPassword: "パスワードで参加",
  usePassword: "代わりにパスワードを使う",
  passwordHint: "12文字以上。メールアドレスと合わせてサインインに使います。",
};
