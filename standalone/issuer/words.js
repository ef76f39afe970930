// Every text of the issuer's pages, Chinese first, and the choice between the two languages.

const ZH = {
  title: "登录 · 科技成果转化快车道",
  lane: "科技成果转化快车道",
  signIn: "登录",
  demo: "单机演示环境：选择一位演示人员直接登录。人员与单位均为虚构样例。",
  everywhere: "整条快车道",
  withPassword: "用户名和密码登录",
  user: "用户名",
  password: "密码",
  refused: "用户名或密码不正确，请重试。",
  cancel: "返回，不登录",
  signOutTitle: "退出登录",
  signOutQuestion: "确定退出登录吗?",
  signOut: "退出登录",
  stay: "保持登录",
  signedOut: "您已退出登录。",
  back: "返回首页",
  errorTitle: "登录未能继续",
  errorText: "这次登录已过期，或在另一个浏览器窗口中开始。请返回首页重新登录。",
  protocolError: "登录请求有误，请返回首页重新登录。详情供运维人员查阅:",
  roles: {
    sponsor: "项目单位",
    officer: "审批人员",
    department_lead: "部门负责人",
    case_manager: "专员",
    gate_reviewer: "评审专家",
    funding_officer: "资金管理人员",
    platform_operator: "中试平台",
    assessor: "第三方评价机构",
    director: "统筹专班",
    auditor: "审计人员",
    operator: "系统运维",
  },
};

const EN = {
  title: "Sign in · Technology-transfer fast lane",
  lane: "Technology-transfer fast lane",
  signIn: "Sign in",
  demo: "One-machine demo: choose a demo person to sign in at once. All people and organisations are invented samples.",
  everywhere: "The whole lane",
  withPassword: "Sign in with user name and password",
  user: "User name",
  password: "Password",
  refused: "The user name or password is not correct. Please try again.",
  cancel: "Go back without signing in",
  signOutTitle: "Sign out",
  signOutQuestion: "Do you want to sign out?",
  signOut: "Sign out",
  stay: "Stay signed in",
  signedOut: "You have signed out.",
  back: "Back to the start page",
  errorTitle: "Sign-in could not go on",
  errorText: "This sign-in has expired or was begun in another window. Go back to the start page and sign in again.",
  protocolError: "The sign-in request was not valid. Go back to the start page and sign in again. Details for the operator:",
  roles: {
    sponsor: "Sponsors",
    officer: "Officers",
    department_lead: "Department leads",
    case_manager: "Case managers",
    gate_reviewer: "Gate reviewers",
    funding_officer: "Funding officers",
    platform_operator: "Platform operators",
    assessor: "Assessors",
    director: "Director",
    auditor: "Auditor",
    operator: "System operator",
  },
};

export const WORDS = { "zh-CN": ZH, en: EN };

// `ui_locales` of the request for sign-in, else the browser's first known language, else Chinese.
export function languageOf(request, uiLocales) {
  const asked = uiLocales ?? new URL(request.url, "http://issuer").searchParams.get("ui_locales");
  const wanted = [
    ...(asked ?? "").split(" "),
    ...(request.headers["accept-language"] ?? "").split(",").map((part) => part.split(";")[0].trim()),
  ];
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) return "zh-CN";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "zh-CN";
}
