/**
 * GS1 prefixes: which member organisation licensed a number. The prefix says where the licence
 * was bought, never where the goods were made. Follows GS1's published list; ranges not listed
 * are not yet assigned or reserved.
 */

export interface Gs1Prefix {
  /** `690-699`, or one number. */
  range: string
  use: 'country' | 'restricted' | 'publication' | 'coupon' | 'gs1'
  zh: string
  en: string
}

/** The prefix of the first three digits of a GTIN-13, or `undefined` when unassigned. */
export function gs1PrefixOf(digits3: string): Gs1Prefix | undefined {
  const number = Number(digits3)
  const found = PREFIXES.find(prefix => number >= prefix.from && number <= prefix.to)
  return found && { range: found.range, use: found.use, zh: found.zh, en: found.en }
}

const COUNTRIES = `
001-019 美国|United States; 030-039 美国|United States; 060-139 美国|United States;
300-379 法国|France; 380 保加利亚|Bulgaria; 383 斯洛文尼亚|Slovenia; 385 克罗地亚|Croatia;
387 波黑|Bosnia and Herzegovina; 389 黑山|Montenegro; 390 科索沃|Kosovo; 400-440 德国|Germany;
450-459 日本|Japan; 460-469 俄罗斯|Russia; 470 吉尔吉斯斯坦|Kyrgyzstan; 471 中国台湾|Taiwan, China;
474 爱沙尼亚|Estonia; 475 拉脱维亚|Latvia; 476 阿塞拜疆|Azerbaijan; 477 立陶宛|Lithuania;
478 乌兹别克斯坦|Uzbekistan; 479 斯里兰卡|Sri Lanka; 480 菲律宾|Philippines; 481 白俄罗斯|Belarus;
482 乌克兰|Ukraine; 483 土库曼斯坦|Turkmenistan; 484 摩尔多瓦|Moldova; 485 亚美尼亚|Armenia;
486 格鲁吉亚|Georgia; 487 哈萨克斯坦|Kazakhstan; 488 塔吉克斯坦|Tajikistan;
489 中国香港|Hong Kong, China; 490-499 日本|Japan; 500-509 英国|United Kingdom; 520-521 希腊|Greece;
528 黎巴嫩|Lebanon; 529 塞浦路斯|Cyprus; 530 阿尔巴尼亚|Albania; 531 北马其顿|North Macedonia;
535 马耳他|Malta; 539 爱尔兰|Ireland; 540-549 比利时和卢森堡|Belgium and Luxembourg;
560 葡萄牙|Portugal; 569 冰岛|Iceland; 570-579 丹麦|Denmark; 590 波兰|Poland; 594 罗马尼亚|Romania;
599 匈牙利|Hungary; 600-601 南非|South Africa; 603 加纳|Ghana; 604 塞内加尔|Senegal; 605 乌干达|Uganda;
606 安哥拉|Angola; 607 阿曼|Oman; 608 巴林|Bahrain; 609 毛里求斯|Mauritius; 611 摩洛哥|Morocco;
613 阿尔及利亚|Algeria; 615 尼日利亚|Nigeria; 616 肯尼亚|Kenya; 617 喀麦隆|Cameroon;
618 科特迪瓦|Côte d’Ivoire; 619 突尼斯|Tunisia; 620 坦桑尼亚|Tanzania; 621 叙利亚|Syria; 622 埃及|Egypt;
624 利比亚|Libya; 625 约旦|Jordan; 626 伊朗|Iran; 627 科威特|Kuwait; 628 沙特阿拉伯|Saudi Arabia;
629 阿联酋|United Arab Emirates; 630 卡塔尔|Qatar; 631 纳米比亚|Namibia; 632 卢旺达|Rwanda;
640-649 芬兰|Finland; 680-681 中国|China; 690-699 中国|China; 700-709 挪威|Norway; 729 以色列|Israel;
730-739 瑞典|Sweden; 740 危地马拉|Guatemala; 741 萨尔瓦多|El Salvador; 742 洪都拉斯|Honduras;
743 尼加拉瓜|Nicaragua; 744 哥斯达黎加|Costa Rica; 745 巴拿马|Panama;
746 多米尼加|Dominican Republic; 750 墨西哥|Mexico; 754-755 加拿大|Canada; 759 委内瑞拉|Venezuela;
760-769 瑞士|Switzerland; 770-771 哥伦比亚|Colombia; 773 乌拉圭|Uruguay; 775 秘鲁|Peru;
777 玻利维亚|Bolivia; 778-779 阿根廷|Argentina; 780 智利|Chile; 784 巴拉圭|Paraguay;
786 厄瓜多尔|Ecuador; 789-790 巴西|Brazil; 800-839 意大利|Italy; 840-849 西班牙|Spain; 850 古巴|Cuba;
858 斯洛伐克|Slovakia; 859 捷克|Czechia; 860 塞尔维亚|Serbia; 865 蒙古|Mongolia;
867 朝鲜|North Korea; 868-869 土耳其|Türkiye; 870-879 荷兰|Netherlands; 880-881 韩国|South Korea;
883 缅甸|Myanmar; 884 柬埔寨|Cambodia; 885 泰国|Thailand; 888 新加坡|Singapore; 890 印度|India;
893 越南|Vietnam; 894 孟加拉国|Bangladesh; 896 巴基斯坦|Pakistan; 899 印度尼西亚|Indonesia;
900-919 奥地利|Austria; 930-939 澳大利亚|Australia; 940-949 新西兰|New Zealand; 955 马来西亚|Malaysia;
958 中国澳门|Macao, China`

const OTHER_USES: Readonly<Record<Exclude<Gs1Prefix['use'], 'country'>, string>> = {
  restricted: `020-029 店内码|restricted circulation; 040-049 企业内部码|restricted circulation;
200-299 店内码|restricted circulation`,
  publication: '977 连续出版物（ISSN）|serials (ISSN); 978-979 图书（ISBN）|books (ISBN)',
  coupon: '980 退款凭证|refund receipts; 981-984 优惠券|coupons; 990-999 优惠券|coupons',
  gs1: `623 GS1 总部|GS1 Global Office; 950-952 GS1 总部|GS1 Global Office;
960-969 GS1 总部（GTIN-8）|GS1 Global Office (GTIN-8)`,
}

const PREFIXES = [
  ...rows(COUNTRIES, 'country'),
  ...Object.entries(OTHER_USES).flatMap(([use, text]) => rows(text, use as Gs1Prefix['use'])),
]

function rows(text: string, use: Gs1Prefix['use']) {
  return text.split(';').map(row => {
    const [, range, zh, en] = /^\s*(\S+) (.+)\|(.+)$/.exec(row)!
    const [from, to = from] = range!.split('-')
    return { from: Number(from), to: Number(to), range: range!, use, zh: zh!, en: en! }
  })
}
