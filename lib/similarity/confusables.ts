/**
 * The skeleton of a domain label: what an eye takes it for (after Unicode TS #39, cut down to
 * letters that occur in domain names). Two labels with one skeleton cannot be told apart on a
 * small screen.
 */

/** Letter → the characters that pass for it. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'аɑαạ@4',
  b: 'ьƅв6',
  c: 'сϲⅽ',
  d: 'ԁⅾ',
  e: 'еєҽ3',
  g: 'ɡɢ9',
  h: 'һнհ',
  i: 'іıɩιї',
  j: 'јϳ',
  k: 'кκ',
  l: 'ⅼ|1ӏl',
  m: 'мⅿ',
  n: 'пոη',
  o: 'оοօ0ø',
  p: 'рρ',
  q: 'ԛգ',
  r: 'гɾ',
  s: 'ѕꜱ5$',
  t: 'тτ7',
  u: 'υսц',
  v: 'ѵνⅴ',
  w: 'ѡԝω',
  x: 'хⅹ×',
  y: 'уүγ',
  z: 'ʐᴢ2',
}
const LETTER_OF = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([letter, others]) =>
    [...others].map(other => [other, letter] as const),
  ),
)
/** Neighbours that run together: rn reads as m. */
const RUN_TOGETHER: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
]

/** `t4obао` (with Cyrillic а, о) → `taobao`; i and l fold together, as I and l look alike. */
export function skeletonOf(label: string): string {
  const letters = [...label.normalize('NFKD').toLowerCase()]
    .filter(character => !/\p{M}/u.test(character))
    .map(character => LETTER_OF.get(character) ?? character)
    .join('')
  return RUN_TOGETHER.reduce((text, [run, letter]) => text.replace(run, letter), letters).replace(
    /i/g,
    'l',
  )
}
