/** Masks show enough for the owner and too little for anyone else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { maskAccount, maskAddress, maskName, maskPhone, maskResidentId } from './mask.ts'

test('masks keep what lets people recognise their own', () => {
  assert.equal(maskResidentId('11010519491231002X'), '110***********002X')
  assert.equal(maskPhone('138 0013 8000'), '138****8000')
  assert.equal(maskPhone('+8613800138000'), '138****8000')
  assert.equal(maskPhone('0319-5881234'), '*******1234')
  assert.equal(maskAccount('6222 0212 3456 7890'), '************7890')
  assert.equal(maskName('张三'), '张*')
  assert.equal(maskName('张三丰'), '张**')
  assert.equal(maskName('欧阳修'), '欧阳*')
  assert.equal(maskName('John Smith'), 'J* S*')
})

test('an address keeps its place and loses street and door', () => {
  assert.equal(maskAddress('河北省邢台市宁晋县凤凰镇某某路12号'), '河北省邢台市宁晋县凤凰镇***')
  assert.equal(maskAddress('北京市朝阳区建国路88号'), '北京市朝阳区***')
  assert.equal(maskAddress('宁晋县阳光小区3号楼'), '宁晋县***')
  assert.equal(maskAddress('杭州市西湖区文新街道12号'), '杭州市西湖区文新街道***')
  assert.equal(maskAddress('某处'), '某处***')
})

test('no mask shows more than seven characters of a number, nor a short one whole', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(digits, text => {
      for (const mask of [maskResidentId, maskPhone, maskAccount]) {
        const shown = mask(text).replaceAll('*', '').length
        assert.ok(shown <= 7 && shown < text.length, `${text} → ${mask(text)}`)
      }
    }),
  )
})
