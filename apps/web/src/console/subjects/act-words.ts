/** Words of what registrars do on a subject's page, in both languages. */
const zh = {
  openShop: '登记网店',
  platform: '平台',
  shop: '店铺编号',
  shopName: '网店名称',
  url: '网店地址',
  urlHint: '没有的不填',
  openEffect: '网店即登记在本主体名下，其交易、评价和信用归本主体。',
  amend: '变更登记信息',
  onlyChanged: '只填需要变更的，其余不变',
  name: '名称或姓名',
  area: '所在地行政区划代码',
  address: '地址',
  contact: '联系人',
  phone: '电话',
  erase: '销毁个人信息',
  amendEffect: '变更作为新的事实记入日志，原登记可查。',
}

const en: typeof zh = {
  openShop: 'Register a shop',
  platform: 'Platform',
  shop: 'Shop id',
  shopName: 'Name of the shop',
  url: 'Web address',
  urlHint: 'If it has one',
  openEffect: 'The shop is the subject’s from now on, with its trade, ratings and credit.',
  amend: 'Amend the registration',
  onlyChanged: 'Only what changes; the rest stays',
  name: 'Name',
  area: 'Area code',
  address: 'Address',
  contact: 'Contact',
  phone: 'Phone',
  erase: 'Erase personal fields',
  amendEffect: 'It is logged as a new fact; what was registered before can still be read.',
}

export const actWords = { zh, en }
