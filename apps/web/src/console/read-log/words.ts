/** Words of the two logs. */
const zh = {
  reads: '查询日志',
  readsLead:
    '每一次对非公开信息的查询都记下人员、用途和对象；日志只增不改，被查询的主体可以依法要求核对。',
  audit: '账号与权限日志',
  auditLead: '对机构、账号和接口客户端所做的每一件事，只增不改。',
  at: '时间',
  who: '人员',
  what: '查询',
  purpose: '用途',
  searched: (text: string) => `：“${text}”`,
  open: '打开',
  address: '接口地址',
  action: '事项',
  on: '对象',
  detail: '内容',
  about: '被查询的主体或对象编号',
  aboutHint: '从主体页面点“谁查询过”可自动填入',
  from: '自',
  until: '至',
  filter: '筛选',
  none: '这段时间没有记录',
  publicCaller: '公众',
  yes: '是',
  no: '否',
}

const en: typeof zh = {
  reads: 'Read log',
  readsLead:
    'Each read of non-public facts is kept with person, purpose and target. The log only grows; whoever was looked up may by law ask to compare it.',
  audit: 'Audit log',
  auditLead: 'Everything done to organisations, accounts and API clients. It only grows.',
  at: 'When',
  who: 'Who',
  what: 'What',
  purpose: 'Purpose',
  searched: text => `: “${text}”`,
  open: 'Open it',
  address: 'API address',
  action: 'Action',
  on: 'On',
  detail: 'Detail',
  about: 'Id of what was looked up',
  aboutHint: '“Who read it” on a subject’s page fills it in',
  from: 'From',
  until: 'To',
  filter: 'Filter',
  none: 'Nothing in this time',
  publicCaller: 'public',
  yes: 'yes',
  no: 'no',
}

export const logWords = { zh, en }

/** Whoever works on the command line is no account; the log knows them by the Chinese of this. */
export const atTheMachine = { zh: '运维人员', en: 'Operations staff' }

/** What the audit log calls things, in words. */
export const actionNames: Readonly<Record<string, { zh: string; en: string }>> = {
  'organisation.created': { zh: '新建机构', en: 'Organisation created' },
  'organisation.amended': { zh: '变更机构', en: 'Organisation changed' },
  'account.created': { zh: '新建账号', en: 'Account created' },
  'account.amended': { zh: '变更账号', en: 'Account changed' },
  'client.created': { zh: '新建接口客户端', en: 'API client created' },
  'client.revoked': { zh: '吊销接口客户端', en: 'API client revoked' },
  'client.secret-rotated': { zh: '轮换接口密钥', en: 'Client secret rotated' },
  'password.changed': { zh: '修改密码', en: 'Password changed' },
  'password.reset': { zh: '重置密码', en: 'Password reset' },
  'recovery-code.used': { zh: '使用恢复码', en: 'Recovery code used' },
  'session.ended': { zh: '结束登录', en: 'Session ended' },
  'sign-in.refused': { zh: '登录被拒绝', en: 'Sign-in refused' },
  'sign-in.succeeded': { zh: '登录', en: 'Signed in' },
  'signed-out': { zh: '退出', en: 'Signed out' },
  'totp.enabled': { zh: '启用动态口令', en: 'One-time code enabled' },
  'totp.disabled': { zh: '停用动态口令', en: 'One-time code disabled' },
  'totp.removed': { zh: '解除动态口令', en: 'One-time code removed' },
}

/** What the details of an entry are called. */
export const detailNames: Readonly<Record<string, { zh: string; en: string }>> = {
  address: { zh: '网络地址', en: 'Network address' },
  areas: { zh: '辖区', en: 'Areas' },
  area: { zh: '辖区', en: 'Area' },
  login: { zh: '登录名', en: 'Login' },
  roles: { zh: '角色', en: 'Roles' },
  role: { zh: '角色', en: 'Role' },
  code: { zh: '代码', en: 'Code' },
  kind: { zh: '类型', en: 'Kind' },
  name: { zh: '名称', en: 'Name' },
  active: { zh: '使用中', en: 'Active' },
  subject_id: { zh: '对应的信用主体', en: 'Credit subject' },
}
