/**
 * Street addresses: what they name, and which count as one door.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addressKey, parseAddress } from './address.ts'
import { addressLikeness, LIKELY_SAME_ADDRESS } from './address-likeness.ts'
import { loadChineseConverters } from './chinese-text.ts'

const converters = await loadChineseConverters()
const HOME = '河北省邢台市宁晋县凤凰镇天宝大街12号阳光小区3号楼2单元501室'
const compare = (a: string, b: string) => {
  const { score, reasons } = addressLikeness(a, b, { converters })
  return { same: score >= LIKELY_SAME_ADDRESS, codes: reasons.map(({ code }) => code) }
}

test('an address is cut into what it names', () => {
  assert.deepEqual(parseAddress(HOME, converters), {
    area: '河北邢台宁晋',
    town: '凤凰',
    place: '天宝大街阳光小区',
    door: '12',
    building: '3',
    unit: '2',
    room: '501',
  })
  assert.deepEqual(parseAddress('宁晋县河渠镇马房村三组15号', converters), {
    area: '宁晋',
    town: '河渠',
    place: '马房村',
    unit: '3',
    door: '15',
  })
  const lane = parseAddress('上海市浦东新区张江镇祖冲之路899弄3号502室', converters)
  assert.deepEqual([lane.door, lane.building, lane.room], ['899', '3', '502'])
  assert.equal(parseAddress('五一路三里屯二区5号楼', converters).place, '五一路三里屯二区')
})

test('one door is recognised however it is written', () => {
  const spellings = [
    '河北邢台宁晋县凤凰镇天宝大街12号阳光小区三号楼二单元501',
    '宁晋县凤凰镇天宝大街12号阳光小区3-2-501',
    '河北省邢台市寧晉縣鳳凰鎮天寶大街12號陽光小區3#楼2单元501',
    '阳光小区３栋２单元５０１',
    '宁晋县凤凰镇天宝大街12号杨光小区3号楼2单元501',
    ' 宁晋县 凤凰镇 天宝大街 12号，阳光小区 3幢 2单元 501室',
  ]
  for (const text of spellings) {
    const { same, codes } = compare(HOME, text)
    assert.ok(same, `${text}: ${codes}`)
  }
})

test('the building next door is near, one further off is not; each says why', () => {
  const building = (number: string) => HOME.replace('3号楼', `${number}号楼`)
  assert.deepEqual(compare(HOME, building('4')), { same: true, codes: ['building-adjacent'] })
  assert.deepEqual(compare(HOME, building('二')), { same: true, codes: ['building-adjacent'] })
  assert.deepEqual(compare(HOME, building('5')), { same: false, codes: ['building-differs'] })
  const wider = addressLikeness(HOME, building('5'), { converters, buildingTolerance: 2 })
  assert.ok(wider.score >= LIKELY_SAME_ADDRESS)
})

test('another room, street, town or county is another address', () => {
  const others = [
    HOME.replace('501', '502'),
    HOME.replace('宁晋县', '清河县'),
    HOME.replace('凤凰镇', '河渠镇'),
    HOME.replace('12号', '98号'),
    HOME.replace('天宝大街', '兴宁街').replace('阳光小区', '锦绣花园'),
  ]
  for (const text of others) assert.equal(compare(HOME, text).same, false, text)
})

test('a key is one for all spellings that differ in form only', () => {
  const key = (text: string) => addressKey(parseAddress(text, converters))
  assert.equal(
    key('宁晋县天宝大街12号阳光小区三号楼二单元501'),
    key('寧晉縣天寶大街12号陽光小區3栋2单元501室'),
  )
  assert.notEqual(key(HOME), key(HOME.replace('501', '502')))
})

test('likeness is symmetric, between 0 and 1, and always explained', () => {
  const address = fc
    .tuple(
      fc.constantFrom('', '宁晋县', '河北省邢台市宁晋县', '清河县'),
      fc.constantFrom('', '凤凰镇', '河渠镇'),
      fc.constantFrom('天宝大街', '五一路', '马房村'),
      fc.constantFrom('', '12号', '三号'),
      fc.constantFrom('', '阳光小区', '杨光小区'),
      fc.constantFrom('', '3号楼', '四栋', 'A座', '3-2-501'),
      fc.constantFrom('', '501室', '1203'),
    )
    .map(parts => parts.join(''))
  fc.assert(
    fc.property(address, address, (a, b) => {
      const one = addressLikeness(a, b, { converters })
      assert.ok(Math.abs(one.score - addressLikeness(b, a, { converters }).score) < 1e-12)
      assert.ok(one.score >= 0 && one.score <= 1 && one.reasons.length > 0)
    }),
    { numRuns: 500 },
  )
})
