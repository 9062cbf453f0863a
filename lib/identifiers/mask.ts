/**
 * How personal identifiers are shown to those who may not see them whole (personal information law,
 * art. 6 and 51; privacy waybills, YZ/T 0131 practice). A mask keeps what lets the person recognise
 * their own, and its stars never tell more than the kind of thing hidden.
 */

/** First three and last four: `130***********1234`. Shorter texts show their last two only. */
export function maskResidentId(value: string): string {
  return maskMiddle(value, 3, 4)
}

/** `138****5678`; landlines keep their last four. */
export function maskPhone(value: string): string {
  const digits = value.replace(/[^\d+]/g, '')
  return /^(\+?86)?1\d{10}$/.test(digits)
    ? maskMiddle(digits.slice(-11), 3, 4)
    : maskMiddle(digits, 0, 4)
}

/** Bank cards and payment accounts: the last four. */
export function maskAccount(value: string): string {
  return maskMiddle(value.replace(/\s/g, ''), 0, 4)
}

/** The surname stays: `张*`, `欧阳**`; of a name in letters, each word's first letter. */
export function maskName(value: string): string {
  const name = value.trim()
  if (/\p{Script=Han}/u.test(name)) {
    const characters = [...name]
    const kept =
      characters.length > 2 && COMPOUND_SURNAMES.has(characters.slice(0, 2).join('')) ? 2 : 1
    return characters.slice(0, kept).join('') + '*'.repeat(Math.max(characters.length - kept, 1))
  }
  return name.replace(/(\p{L})[\p{L}\p{M}'’-]*/gu, '$1*')
}

/** Keeps the place down to county or town and hides street, door and name: `河北省邢台市宁晋县***`. */
export function maskAddress(value: string): string {
  const address = value.trim().slice(0, 60)
  const beforeStreet = address.replace(/(?:\d|路|街(?!道)|巷|弄|号).*$/u, '')
  const place = /^.*(?:省|市|(?<![小社园])区|县|旗|州|盟|乡|镇|街道)/u.exec(beforeStreet)
  return `${place ? place[0] : [...address].slice(0, 2).join('')}***`
}

const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 ' +
    '公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 令狐 呼延 轩辕 百里 东郭 南门 西门 第五'
  ).split(' '),
)

function maskMiddle(value: string, head: number, tail: number): string {
  const characters = [...value]
  if (characters.length <= head + tail + 1) {
    const shown = Math.min(2, Math.max(characters.length - 2, 0))
    return (
      '*'.repeat(characters.length - shown) + characters.slice(characters.length - shown).join('')
    )
  }
  return [
    ...characters.slice(0, head),
    '*'.repeat(characters.length - head - tail),
    ...characters.slice(-tail),
  ].join('')
}
