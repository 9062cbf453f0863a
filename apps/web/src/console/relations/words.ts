/** Words of the relation graph. */
const zh = {
  title: '主体关联图',
  subjects: '主体',
  of: (name: string) => `${name} · 关联图`,
  lead: '关联只说明共用或相似之处，不是嫌疑，更不是认定：亲属、邻居、同一仓库都可能合法共用。',
  hops: '范围',
  roles: { core: '所查主体或受限主体', context: '其他主体' },
  hopsOf: { 1: '直接关联', 2: '关联的关联' },
  asOf: (at: string) => `截至 ${at}`,
  omitted: (n: string) => `超出上限未列出 ${n} 个主体。`,
  none: '没有发现与其他主体的关联',
  noneText: '平台、寄递和支付机构报送的单向令牌中，没有与他人共用的；名称和地址也不相近。',
  linksTitle: '关联及理由',
  weight: (share: string) => `强度 ${share}`,
  sharedBy: (n: string) => `${n} 个主体共用`,
  facts: '依据',
  unseen: '不在您辖区的主体',
  closed: '网店均已关闭',
  banned: '受限',
}

type RelationWords = typeof zh

const en: RelationWords = {
  title: 'Relation graph',
  subjects: 'Subjects',
  of: name => `Relations of ${name}`,
  lead: 'A relation says what is shared or alike; it is no suspicion and no finding. Relatives, neighbours and one warehouse share lawfully.',
  hops: 'Reach',
  roles: { core: 'the subject itself, or restricted', context: 'another subject' },
  hopsOf: { 1: 'Direct', 2: 'And theirs' },
  asOf: at => `As of ${at}`,
  omitted: n => `${n} subjects beyond the bounds are not listed.`,
  none: 'No relation to another subject is known',
  noneText:
    'No token that platforms, carriers and payment firms report is shared with others, and no name or address is alike.',
  linksTitle: 'Relations and their reasons',
  weight: share => `strength ${share}`,
  sharedBy: n => `shared by ${n} subjects`,
  facts: 'Rests on',
  unseen: 'a subject outside your area',
  closed: 'all shops closed',
  banned: 'restricted',
}

export const relationWords = { zh, en }
