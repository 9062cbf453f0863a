/** The table of areas as data: complete, unbroken, and forgiving to codes of former counties. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areaOf, areasAsOf, areasUnder } from './area.ts'

test('a county is named from its province down', () => {
  assert.deepEqual(areaOf('130528'), {
    code: '130528',
    status: 'current',
    level: 'county',
    name: '宁晋县',
    zh: '河北省邢台市宁晋县',
    en: 'Hebei 130528',
  })
  assert.equal(areaOf('110105')?.zh, '北京市朝阳区')
  assert.equal(areaOf('419001')?.zh, '河南省济源市')
  assert.equal(areaOf('440101')?.zh, '广东省广州市市辖区')
  assert.equal(areaOf('710000')?.zh, '台湾省')
  assert.match(areasAsOf, /^\d{4}-\d\d-\d\d$/)
})

test('abolished counties keep their name, unlisted ones their province, others have none', () => {
  assert.deepEqual([areaOf('110103')?.status, areaOf('110103')?.zh], ['former', '北京市崇文区'])
  assert.deepEqual([areaOf('130521')?.status, areaOf('130521')?.name], ['former', '邢台县'])
  assert.deepEqual([areaOf('139999')?.status, areaOf('139999')?.zh], ['unknown', '河北省'])
  assert.equal(areaOf('100000')?.status, 'national')
  for (const code of ['990101', '13052', '1305280', '13O528', '']) {
    assert.equal(areaOf(code), undefined, code)
  }
})

test('every current area is found again by its code, and no name is broken', () => {
  const provinces = areasUnder('100000')
  assert.equal(provinces.length, 34)
  let counties = 0
  for (const province of provinces) {
    for (const area of areasUnder(province.code)) {
      const below = area.level === 'city' ? areasUnder(area.code) : [area]
      counties += below.length
      for (const each of [area, ...below]) {
        assert.equal(each.status, 'current', each.code)
        assert.match(each.name, /^[\p{Script=Han}]{2,}$/u, each.code)
        assert.ok(each.zh.startsWith(province.name) && each.zh.endsWith(each.name))
      }
    }
  }
  assert.ok(counties > 2900 && counties < 3200, `${counties} counties`)
  assert.deepEqual(areasUnder('130528'), [])
})
