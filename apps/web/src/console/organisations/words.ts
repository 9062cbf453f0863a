/** Words about organisations, accounts and API clients, which are administered together. */
import type { OrganisationKind } from '#contract'

export const kindNames: Readonly<Record<OrganisationKind, { zh: string; en: string }>> = {
  'credit-office': { zh: '信用办', en: 'Credit office' },
  department: { zh: '部门', en: 'Department' },
  township: { zh: '乡镇（街道）', en: 'Township' },
  platform: { zh: '平台', en: 'Platform' },
  merchant: { zh: '商家', en: 'Merchant' },
  carrier: { zh: '快递物流企业', en: 'Carrier' },
  'payment-institution': { zh: '支付机构', en: 'Payment institution' },
  'credit-agency': { zh: '信用服务机构', en: 'Credit agency' },
  association: { zh: '行业协会', en: 'Association' },
  finance: { zh: '金融机构', en: 'Financial institution' },
}

const zh = {
  title: '机构',
  lead: '机构是系统里的租户：它的人员和接口客户端只能看到它有权看到的。机构代码是它报送数据时的来源，建立后不变。',
  create: '新建机构',
  amend: '变更',
  amendTitle: (name: string) => `变更 ${name}`,
  code: '代码',
  codeHint: '小写字母开头，可含数字和短横线；例如 p07',
  name: '名称',
  kind: '类型',
  anyKind: '全部类型',
  subject: '对应的信用主体',
  chooseSubject: '选择对应的信用主体',
  subjectHint:
    '商家、平台、快递等市场主体，先找到它登记的信用主体，其人员才能看到自己的案件和信用档案。政府部门、协会不必选。',
  area: '辖区',
  areaHint: '行政区划代码：县 6 位，乡镇 9 位；留空为全国',
  nationwide: '全国',
  state: '状态',
  active: '使用中',
  inactive: '已停用',
  suspend: '停用',
  restore: '恢复',
  suspendHint: '停用后，该机构的人员和接口客户端立即不能进入；已报送的事实不受影响，可以随时恢复。',
  actions: '操作',
  save: '保存',
  none: '没有符合条件的机构',
}

const en: typeof zh = {
  title: 'Organisations',
  lead: 'Organisations are tenants: their people and clients see only what is theirs to see. The code is the source of what an organisation reports and never changes.',
  create: 'New organisation',
  amend: 'Change',
  amendTitle: (name: string) => `Change ${name}`,
  code: 'Code',
  codeHint: 'Begins with a small letter; digits and hyphens allowed, e.g. p07',
  name: 'Name',
  kind: 'Kind',
  anyKind: 'All kinds',
  subject: 'Credit subject that it is',
  chooseSubject: 'Choose the credit subject that it is',
  subjectHint:
    'For merchants, platforms, carriers and other firms: find the registered subject first, so that their people see their own cases and credit file. Not for offices and associations.',
  area: 'Area',
  areaHint: 'Area code: 6 digits for a county, 9 for a township; empty for the whole country',
  nationwide: 'Whole country',
  state: 'State',
  active: 'Active',
  inactive: 'Suspended',
  suspend: 'Suspend',
  restore: 'Restore',
  suspendHint:
    'Its people and clients are shut out at once; what it reported stays, and it can be restored at any time.',
  actions: 'Actions',
  save: 'Save',
  none: 'No organisation matches',
}

export const organisationWords = { zh, en }
