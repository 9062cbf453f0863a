/**
 * The kinds of subjects and the template of each kind's credit file (requirement 8.1). Classes follow the participants
 * of GB/T 32875-2016; natural persons are masked in public and their personal fields are sealed.
 */
import type { SubjectKind, SubjectKindInfo } from '#contract'

type Section = SubjectKindInfo['fileSections'][number]

const section = (code: string, zh: string, en: string): Section => ({ code, zh, en })

const registration = section('registration', '登记与身份核验', 'Registration and verification')
const licences = section('licences', '行政许可与资质', 'Licences and qualifications')
const commitments = section('commitments', '信用承诺与履行', 'Commitments and fulfilment')
const trade = section('trade', '交易与评价', 'Trade and ratings')
const delivery = section('delivery', '寄递服务与时效', 'Delivery service and timeliness')
const settlement = section('settlement', '支付结算与备付', 'Settlement and reserves')
const duties = section('duties', '平台责任落实', 'Duties of the platform')
const services = section('services', '服务合同与客户评价', 'Service contracts and client ratings')
const dataUse = section('data-use', '信用信息采集与使用', 'Collection and use of credit data')
const post = section('post', '岗位与从业信息', 'Post and job-related information')
const decisions = section('decisions', '行政处罚与司法', 'Penalties and judgments')
const lists = section('lists', '名单', 'Lists')
const honours = section('honours', '守信与荣誉', 'Good conduct and honours')
const membership = section('membership', '会员自律', 'Self-discipline of members')

const organisation = ['uscc', 'registrationNumber', 'organisationCode'] as const
const every = [registration, decisions, lists, honours]

type KindText = Omit<SubjectKindInfo, 'kind' | 'identifiers' | 'fileSections'> & {
  identifiers?: SubjectKindInfo['identifiers']
  sections: Section[]
}

const texts: Record<SubjectKind, KindText> = {
  platform: {
    zh: '电子商务平台经营者',
    en: 'E-commerce platform operator',
    participantClass: '服务提供方·平台',
    naturalPerson: false,
    sections: [duties, licences, commitments],
  },
  merchant: {
    zh: '企业商家',
    en: 'Enterprise merchant',
    participantClass: '销售方·企业',
    naturalPerson: false,
    sections: [licences, commitments, trade],
  },
  'individual-business': {
    zh: '个体工商户',
    en: 'Individual business',
    participantClass: '销售方·个体工商户',
    naturalPerson: false,
    sections: [licences, commitments, trade],
  },
  'personal-seller': {
    zh: '个人卖家',
    en: 'Personal seller',
    participantClass: '销售方·自然人',
    naturalPerson: true,
    identifiers: ['residentId'],
    sections: [commitments, trade],
  },
  carrier: {
    zh: '快递企业',
    en: 'Carrier',
    participantClass: '服务提供方·物流（快递）',
    naturalPerson: false,
    sections: [licences, commitments, delivery],
  },
  'payment-institution': {
    zh: '支付机构',
    en: 'Payment institution',
    participantClass: '服务提供方·金融（支付）',
    naturalPerson: false,
    sections: [licences, commitments, settlement],
  },
  'logistics-provider': {
    zh: '仓储物流企业',
    en: 'Warehousing and logistics firm',
    participantClass: '服务提供方·物流',
    naturalPerson: false,
    sections: [licences, commitments, delivery],
  },
  'store-operation-agent': {
    zh: '代运营服务商',
    en: 'Store-operation agent',
    participantClass: '服务提供方·代运营',
    naturalPerson: false,
    sections: [commitments, services],
  },
  'consulting-provider': {
    zh: '电子商务咨询机构',
    en: 'E-commerce consulting firm',
    participantClass: '服务提供方·咨询',
    naturalPerson: false,
    sections: [commitments, services],
  },
  'credit-agency': {
    zh: '信用服务机构',
    en: 'Credit service agency',
    participantClass: '服务提供方·信用',
    naturalPerson: false,
    sections: [licences, commitments, dataUse],
  },
  association: {
    zh: '行业协会商会',
    en: 'Trade association',
    participantClass: '服务提供方·行业组织',
    naturalPerson: false,
    sections: [commitments, membership],
  },
  staff: {
    zh: '从业人员',
    en: 'Staff of a trade participant',
    participantClass: '服务提供方·从业人员',
    naturalPerson: true,
    identifiers: ['residentId'],
    sections: [post],
  },
  'network-member': {
    zh: '网络社区成员',
    en: 'Member of a rating network',
    participantClass: '交易方·网络账号',
    naturalPerson: true,
    identifiers: ['platformAccount'],
    sections: [trade],
  },
}

export const kindInfos: readonly SubjectKindInfo[] = Object.entries(texts).map(
  ([kind, { sections, identifiers, ...text }]) => ({
    ...text,
    // The keys of a Record<SubjectKind, …> are subject kinds; Object.entries forgets it.
    kind: kind as SubjectKind,
    identifiers: identifiers ?? [...organisation],
    fileSections: [registration, ...sections, ...every.slice(1)],
  }),
)

const byKind = new Map(kindInfos.map(info => [info.kind, info]))
export const kindOf = (kind: SubjectKind): SubjectKindInfo => byKind.get(kind)!

/**
 * Whose name is sealed and masked. A member of a rating network is known by the account name it chose in public; no
 * other personal field is kept of it.
 */
export const isMasked = (kind: SubjectKind): boolean =>
  kindOf(kind).naturalPerson && kind !== 'network-member'
