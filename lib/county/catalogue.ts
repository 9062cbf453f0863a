/**
 * What the county sells: categories with prices, weights and the words people use about them. The
 * mix follows the trades such a county is known for (cables, pears, knitwear, farm goods) and the
 * daily goods every platform carries. Brands are invented.
 */

export type Category = {
  key: string
  zh: string
  /** Median price and weight of one piece, and the sigma of their logarithms. */
  priceFen: number
  priceSigma: number
  weightG: number
  weightSigma: number
  /** Share of shops, and whether makers record production lots. */
  shops: number
  makers: boolean
  products: readonly string[]
  praise: readonly string[]
  blame: readonly string[]
}

export const CATEGORIES: readonly Category[] = [
  {
    key: 'cable',
    zh: '电线电缆',
    priceFen: 6800,
    priceSigma: 0.6,
    weightG: 2600,
    weightSigma: 0.5,
    shops: 14,
    makers: true,
    products: ['铜芯单股线', '阻燃护套线', '超六类网线', '延长线插排', '橡套软电缆'],
    praise: ['线径足', '铜芯很亮', '外皮柔软不硬', '米数够', '标识清楚', '穿管顺滑', '导电没问题'],
    blame: ['线径偏细', '米数不够', '外皮有异味', '铜芯发黑', '接头松', '插口太紧'],
  },
  {
    key: 'pear',
    zh: '雪花梨鲜果',
    priceFen: 3990,
    priceSigma: 0.4,
    weightG: 3200,
    weightSigma: 0.35,
    shops: 10,
    makers: true,
    products: ['雪花梨五斤装', '雪花梨礼盒', '秋月梨', '鸭梨大果', '梨膏'],
    praise: ['汁水很足', '个头均匀', '脆甜', '没有坏果', '果核小', '皮薄', '炖着吃也好'],
    blame: ['坏了两个', '个头偏小', '不太甜', '磕碰严重', '分量不足', '到手已经软了'],
  },
  {
    key: 'knitwear',
    zh: '羊绒针织',
    priceFen: 16800,
    priceSigma: 0.6,
    weightG: 420,
    weightSigma: 0.3,
    shops: 10,
    makers: true,
    products: ['圆领羊绒衫', '针织开衫', '羊毛围巾', '保暖打底衫', '毛线帽'],
    praise: ['手感细软', '不扎人', '版型正', '颜色和图片一样', '不起球', '厚薄合适', '袖口收得好'],
    blame: ['起球', '掉毛', '偏大一码', '颜色有色差', '扎皮肤', '缝线开了'],
  },
  {
    key: 'food',
    zh: '休闲食品',
    priceFen: 2680,
    priceSigma: 0.5,
    weightG: 680,
    weightSigma: 0.45,
    shops: 16,
    makers: true,
    products: ['手工麻花', '炒货组合', '粗粮饼干', '卤味小包', '芝麻酱'],
    praise: ['口感酥脆', '不腻', '日期新鲜', '独立小包方便', '味道正', '甜度刚好', '孩子抢着吃'],
    blame: ['太咸', '碎了一半', '日期不新鲜', '有哈喇味', '包装漏气', '和描述不符'],
  },
  {
    key: 'household',
    zh: '居家日用',
    priceFen: 2290,
    priceSigma: 0.6,
    weightG: 540,
    weightSigma: 0.6,
    shops: 24,
    makers: false,
    products: ['收纳箱', '免打孔挂钩', '洗碗布十条装', '硅胶锅垫', '晾衣架', '保温杯'],
    praise: ['做工扎实', '没有毛刺', '大小正好', '好收纳', '用料厚', '粘得牢', '好清洗'],
    blame: ['有毛刺', '一掰就断', '粘不住', '塑料味大', '尺寸不对', '盖子合不上'],
  },
  {
    key: 'furniture',
    zh: '家具家装',
    priceFen: 32800,
    priceSigma: 0.7,
    weightG: 9800,
    weightSigma: 0.6,
    shops: 7,
    makers: true,
    products: ['实木餐椅', '折叠书桌', '床头柜', '鞋柜', '置物架'],
    praise: ['木纹好看', '安装简单', '很稳不晃', '没有味道', '板材厚实', '孔位准', '配件齐全'],
    blame: ['少了螺丝', '板面有划痕', '气味很重', '孔位对不上', '摇晃', '颜色偏深'],
  },
  {
    key: 'cosmetics',
    zh: '美妆个护',
    priceFen: 8900,
    priceSigma: 0.7,
    weightG: 210,
    weightSigma: 0.4,
    shops: 12,
    makers: false,
    products: ['保湿面霜', '氨基酸洁面', '护手霜三支', '防晒乳', '洗发水'],
    praise: ['吸收快', '不搓泥', '味道清淡', '洗完不紧绷', '保湿够用', '泵头好按', '敏感皮也能用'],
    blame: ['用了泛红', '香味刺鼻', '搓泥', '防伪码查不到', '瓶口漏液', '质地和以前不同'],
  },
  {
    key: 'digital',
    zh: '数码配件',
    priceFen: 4590,
    priceSigma: 0.8,
    weightG: 130,
    weightSigma: 0.5,
    shops: 13,
    makers: false,
    products: ['快充数据线', '手机钢化膜', '蓝牙耳机', '充电头', '桌面支架', '鼠标'],
    praise: ['充电快', '不发烫', '连接稳定', '手感好', '做工精细', '贴膜很简单', '音质够用'],
    blame: ['充两天就坏', '发烫', '经常断连', '插口松', '有电流声', '功率虚标'],
  },
  {
    key: 'baby',
    zh: '母婴用品',
    priceFen: 7900,
    priceSigma: 0.6,
    weightG: 620,
    weightSigma: 0.5,
    shops: 9,
    makers: false,
    products: ['婴儿棉柔巾', '宝宝围兜', '学饮杯', '儿童雨鞋', '隔尿垫'],
    praise: ['很柔软', '没有线头', '宝宝喜欢', '吸水好', '材质放心', '好洗易干', '尺码准'],
    blame: ['线头多', '漏水', '掉色', '偏薄', '味道大', '尺码偏小'],
  },
  {
    key: 'farm',
    zh: '农资种苗',
    priceFen: 3600,
    priceSigma: 0.6,
    weightG: 1500,
    weightSigma: 0.7,
    shops: 7,
    makers: true,
    products: ['蔬菜种子组合', '有机肥', '防虫网', '月季小苗', '育苗盘'],
    praise: ['出苗率高', '根系完整', '颗粒饱满', '包得很湿润', '苗很壮', '说明详细', '网眼细密'],
    blame: ['出苗少', '苗已经干了', '品种不对', '结块', '分量不够', '叶子发黄'],
  },
  {
    key: 'book',
    zh: '图书文具',
    priceFen: 3200,
    priceSigma: 0.5,
    weightG: 460,
    weightSigma: 0.5,
    shops: 8,
    makers: false,
    products: ['练字帖', '绘本套装', '错题本', '中性笔一盒', '地图挂图'],
    praise: ['印刷清楚', '纸张厚', '没有折角', '书写顺滑', '内容实用', '装订牢', '正版有防伪'],
    blame: ['有缺页', '纸太薄', '油墨味重', '封面折了', '笔断墨', '印得模糊'],
  },
  {
    key: 'craft',
    zh: '手工艺品',
    priceFen: 5800,
    priceSigma: 0.8,
    weightG: 380,
    weightSigma: 0.7,
    shops: 6,
    makers: true,
    products: ['草编收纳筐', '剪纸挂画', '布老虎', '手绣鞋垫', '陶制花器'],
    praise: ['针脚细', '编得密实', '很有心意', '颜色喜庆', '做工精巧', '送人体面', '和图上一样'],
    blame: ['有破损', '开线', '和图片差别大', '颜色旧', '编得松', '比想象中小'],
  },
]

/** Invented brands, two characters and a mark, so that none can be taken for a real one. */
export const BRANDS: readonly string[] = [
  '示禾',
  '示岚',
  '示棠',
  '示槐',
  '示鹭',
  '示砚',
  '示汀',
  '示榆',
  '示栎',
  '示朔',
  '示苒',
  '示陌',
]

const FIRST = [...'槐禾岚汀砚榆栎朔苒陌棠鹭芷屿澄翎蔚筱霁旻']
const SECOND = [...'原畔坡湾桥坊里川屯林岭渡墅园台舍塬泽洲集']

/** An invented two-character word; n counts through 400 of them. */
export function inventedWord(n: number): string {
  return `${FIRST[n % FIRST.length]}${SECOND[Math.floor(n / FIRST.length) % SECOND.length]}`
}

export const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']

export const GIVEN = [...'禾岚汀砚榆栎朔苒陌棠鹭芷屿澄翎蔚筱霁旻槐']
