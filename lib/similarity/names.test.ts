/**
 * Names of people and organisations, with and without the Chinese dictionaries, and against
 * published labelled pairs where they are at hand.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { arabicNumerals, foldText, loadChineseConverters } from './chinese-text.ts'
import { LIKELY_SAME, type NameOptions, nameLikeness } from './name-likeness.ts'
import { organisationName } from './organisation-name.ts'

const converters = await loadChineseConverters()
const compare = (a: string, b: string, kind: NameOptions['kind']) => {
  const { score, reasons } = nameLikeness(a, b, { kind, converters })
  return { same: score >= LIKELY_SAME, codes: reasons.map(({ code }) => code) }
}

test('text is folded: width, case, script, accents, punctuation', () => {
  assert.equal(foldText('ＡＢＣ　電商（寧晉）', converters), 'abc电商宁晋')
  assert.equal(foldText('Société Générale, S.A.'), 'societe generale s a')
  assert.equal(foldText('ガス'), 'ガス', 'marks that are letters elsewhere stay')
})

test('Chinese numerals are read by value or digit by digit', () => {
  const read = {
    三号楼: '3号楼',
    十二: '12',
    二百零五: '205',
    二〇二六: '2026',
    一千零一: '1001',
    百度: '百度',
    二十: '20',
  }
  for (const [text, arabic] of Object.entries(read)) assert.equal(arabicNumerals(text), arabic)
})

test('an organisation’s name falls into region, trade name, line of business and form', () => {
  const read = (name: string) => Object.values(organisationName(foldText(name, converters)))
  assert.deepEqual(read('宁晋县华丰商贸有限责任公司'), ['宁晋', '华丰', '商贸', '有限责任公司'])
  assert.deepEqual(read('河北省邢台市宁晋县华丰农民专业合作社').slice(0, 2), [
    '河北邢台宁晋',
    '华丰',
  ])
  assert.deepEqual(read('三只松鼠官方旗舰店'), ['', '3只松鼠', '', '官方旗舰店'])
  assert.deepEqual(read('好又多超市').slice(0, 2), ['', '好又多'])
})

test('one organisation is recognised under its many spellings', () => {
  const pairs: [string, string, string][] = [
    ['宁晋县华丰商贸有限公司', '寧晉縣華豐商貿有限責任公司', 'legal-form'],
    ['阿里巴巴（中国）有限公司', '阿里巴巴中国有限公司', 'same-spelling'],
    ['河北华丰商贸有限公司', '宁晋县华丰商贸有限公司', 'region-omitted'],
    ['华丰官方旗舰店', '华丰专卖店', 'legal-form'],
    ['华丰服饰旗舰店', '华风服饰旗舰店', 'pinyin'],
    ['第三纺织厂', '第3纺织厂', 'numerals'],
    ['华丰电子商务有限公司', 'Hua Feng Dianzi Shangwu Co., Ltd.', 'pinyin'],
  ]
  for (const [a, b, code] of pairs) {
    const { same, codes } = compare(a, b, 'organisation')
    assert.ok(same, `${a} ${b}`)
    assert.ok(
      codes.some(each => each === code),
      `${a} ${b}: ${codes}`,
    )
  }
})

test('neighbours that share all but the trade name, the place or a number stay apart', () => {
  const pairs: [string, string][] = [
    ['宁晋县华丰商贸有限公司', '宁晋县华美商贸有限公司'],
    ['宁晋县华丰商贸有限公司', '清河县华丰商贸有限公司'],
    ['河北华丰商贸有限公司', '山东省菏泽市华丰商贸有限公司'],
    ['宁晋县第一食品厂', '宁晋县第二食品厂'],
    ['宁晋县华丰商贸有限公司', '宁晋县华丰科技有限公司'],
    ['Trust 2006-2 Inc.', 'Trust 2007-2 Inc.'],
  ]
  for (const [a, b] of pairs) assert.equal(compare(a, b, 'organisation').same, false, `${a} ${b}`)
})

test('people: script and transliteration do not matter, one character of three does', () => {
  assert.ok(compare('張三', '张三', 'person').same)
  assert.ok(compare('曾小明', 'Zeng Xiaoming', 'person').same, 'a surname is read as one')
  assert.ok(compare('曾小明', 'Xiaoming ZENG', 'person').same)
  assert.ok(compare('Barack Obama', 'Barack Hussein Obama', 'person').same)
  assert.equal(compare('王建国', '王建军', 'person').same, false)
  assert.deepEqual(compare('李静', '李晶', 'person'), { same: false, codes: ['pinyin'] })
  assert.equal(
    compare('Habib ben Mohamed al-Loubiri', 'Habib ben Ahmed al-Loubiri', 'person').same,
    false,
  )
})

test('without dictionaries everything works but script and sound', () => {
  assert.ok(nameLikeness('华丰商贸有限公司', '华丰商贸有限责任公司').score >= LIKELY_SAME)
  assert.ok(nameLikeness('張三', '张三', { kind: 'person' }).score < LIKELY_SAME)
  assert.equal(nameLikeness('张三', 'Zhang San', { kind: 'person' }).score, 0)
  assert.equal(nameLikeness('', '张三').score, 0)
})

test('likeness is symmetric, between 0 and 1, whole for equals, and always explained', () => {
  const name = fc.oneof(
    fc.string({
      unit: fc.constantFrom(...'宁晋县华丰美商贸科技有限公司旗舰店一二12（）'),
      maxLength: 14,
    }),
    fc.string({ unit: fc.constantFrom(...'abc de ltd.'), maxLength: 20 }),
  )
  fc.assert(
    fc.property(name, name, fc.constantFrom('person', 'organisation'), (a, b, kind) => {
      const one = nameLikeness(a, b, { kind, converters })
      const two = nameLikeness(b, a, { kind, converters })
      assert.ok(Math.abs(one.score - two.score) < 1e-12, `${one.score} ${two.score}`)
      assert.ok(one.score >= 0 && one.score <= 1)
      assert.ok(one.reasons.length > 0)
      if (a !== '') assert.equal(nameLikeness(a, a, { kind, converters }).score, 1)
    }),
    { numRuns: 500 },
  )
})

test('labelled pairs of names are told far better than by equality', t => {
  const root =
    process.env.XINHENG_DATA_DIR ?? new URL('../../../shared/data', import.meta.url).pathname
  const file = `${root}/nomenklatura/contrib/name_bench/cases.csv`
  if (!existsSync(file)) return t.skip(`no labelled pairs at ${file}`)
  const [header, ...rows] = readCsv(readFileSync(file, 'utf8'))
  const at = (column: string) => header!.indexOf(column)
  const cases = rows.map(row => ({
    a: row[at('name1')]!,
    b: row[at('name2')]!,
    kind: row[at('schema')] === 'Person' ? ('person' as const) : ('organisation' as const),
    match: row[at('is_match')] === 'true',
  }))
  assert.ok(cases.length > 800)
  const exact = f1(cases, ({ a, b }) => foldText(a) === foldText(b))
  const ours = f1(
    cases,
    ({ a, b, kind }) => nameLikeness(a, b, { kind, converters }).score >= LIKELY_SAME,
  )
  t.diagnostic(`F1 ${ours.toFixed(3)} against ${exact.toFixed(3)} for folded equality`)
  assert.ok(ours > 0.75 && ours > exact + 0.3)
})

function f1<Case extends { match: boolean }>(cases: Case[], says: (each: Case) => boolean): number {
  let hit = 0
  let wrong = 0
  for (const each of cases) {
    const said = says(each)
    if (said && each.match) hit++
    else if (said !== each.match) wrong++
  }
  return (2 * hit) / (2 * hit + wrong)
}

function readCsv(text: string): string[][] {
  const rows: string[][] = [['']]
  let quoted = false
  for (const character of text.trimEnd()) {
    const row = rows.at(-1)!
    if (character === '"') quoted = !quoted
    else if (character === ',' && !quoted) row.push('')
    else if (character === '\n' && !quoted) rows.push([''])
    else if (character !== '\r') row[row.length - 1] += character
  }
  return rows
}
