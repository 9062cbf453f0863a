/**
 * Who registers whom: the registrar (first character) and category (second) pairs of GB
 * 32100-2015 with its amendment no. 1. A pair that is not here was never handed out. Since the
 * reform of 2018 the registrars bear new names (9 is the market regulator, once 工商); the letters
 * stayed.
 */
import type { Bilingual } from './refusal.ts'

export interface Registrar extends Bilingual {
  categories: Readonly<Record<string, Bilingual>>
}

const OTHER = { zh: '其他', en: 'other' }

export const REGISTRARS: Readonly<Record<string, Registrar>> = {
  1: {
    zh: '机构编制',
    en: 'public establishment office',
    categories: {
      1: { zh: '机关', en: 'public authority' },
      2: { zh: '事业单位', en: 'public institution' },
      3: {
        zh: '中央编办直接管理机构编制的群众团体',
        en: 'centrally established mass organisation',
      },
      9: OTHER,
    },
  },
  2: {
    zh: '外交',
    en: 'foreign affairs',
    categories: { 1: { zh: '外国常驻新闻机构', en: 'resident foreign news office' }, 9: OTHER },
  },
  3: {
    zh: '司法行政',
    en: 'judicial administration',
    categories: {
      1: { zh: '律师执业机构', en: 'law firm' },
      2: { zh: '公证处', en: 'notary office' },
      3: { zh: '基层法律服务所', en: 'local legal service' },
      4: { zh: '司法鉴定机构', en: 'forensic institution' },
      5: { zh: '仲裁委员会', en: 'arbitration commission' },
      9: OTHER,
    },
  },
  4: {
    zh: '文化',
    en: 'culture',
    categories: { 1: { zh: '外国在华文化中心', en: 'foreign cultural centre' }, 9: OTHER },
  },
  5: {
    zh: '民政',
    en: 'civil affairs',
    categories: {
      1: { zh: '社会团体', en: 'social association' },
      2: { zh: '民办非企业单位', en: 'private non-enterprise unit' },
      3: { zh: '基金会', en: 'foundation' },
      9: OTHER,
    },
  },
  6: {
    zh: '旅游',
    en: 'tourism',
    categories: {
      1: { zh: '外国旅游部门常驻代表机构', en: 'foreign tourism office' },
      2: {
        zh: '港澳台地区旅游部门常驻内地（大陆）代表机构',
        en: 'tourism office of Hong Kong, Macao or Taiwan',
      },
      9: OTHER,
    },
  },
  7: {
    zh: '宗教',
    en: 'religious affairs',
    categories: {
      1: { zh: '宗教活动场所', en: 'place of worship' },
      2: { zh: '宗教院校', en: 'religious school' },
      9: OTHER,
    },
  },
  8: {
    zh: '工会',
    en: 'trade unions',
    categories: { 1: { zh: '基层工会', en: 'local trade union' }, 9: OTHER },
  },
  9: {
    zh: '市场监管',
    en: 'market regulation',
    categories: {
      1: { zh: '企业', en: 'enterprise' },
      2: { zh: '个体工商户', en: 'individual business' },
      3: { zh: '农民专业合作社', en: 'farmers’ cooperative' },
    },
  },
  A: {
    zh: '中央军委改革和编制办公室',
    en: 'Central Military Commission',
    categories: { 1: { zh: '军队事业单位', en: 'military institution' }, 9: OTHER },
  },
  N: {
    zh: '农业农村',
    en: 'agriculture and rural affairs',
    categories: {
      1: { zh: '组级集体经济组织', en: 'group-level collective' },
      2: { zh: '村级集体经济组织', en: 'village collective' },
      3: { zh: '乡镇级集体经济组织', en: 'township collective' },
      9: OTHER,
    },
  },
  Y: { zh: '其他', en: 'other', categories: { 1: OTHER } },
}
