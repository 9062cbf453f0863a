/**
 * The five check systems of Chinese and GS1 identifiers. Each function returns the check
 * character that belongs to a body, so that a refusal can say what it should have been.
 */

/** GB 32100: digits and capitals without I, O, S, V, Z; a character's value is its place. */
export const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/**
 * ISO/IEC 7064 style MOD 31-3 over 17 characters (GB 32100-2015, 5.2.6). The remainder 31 stands
 * for 0: one valid code in 31 ends in 0.
 */
export function mod31Check(body17: string): string {
  let weight = 1
  let sum = 0
  for (const character of body17) {
    sum += USCC_ALPHABET.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return USCC_ALPHABET[(31 - (sum % 31)) % 31]!
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11714: MOD 11 over eight characters with A = 10 … Z = 35; 10 is written X. */
export function organisationCheck(body8: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number.parseInt(body8[index]!, 36),
    0,
  )
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'X' : `${check}`
}

/** ISO 7064 MOD 11-2 over 17 digits (GB 11643-1999): the weights are 2^i mod 11. */
export function mod11Check(body17: string): string {
  let product = 0
  for (const digit of body17) product = ((product + Number(digit)) * 2) % 11
  const check = (12 - product) % 11
  return check === 10 ? 'X' : `${check}`
}

/** ISO 7064 hybrid MOD 11,10 over 14 digits (GS 15-2006, business registration numbers). */
export function mod1110Check(body14: string): string {
  let product = 10
  for (const digit of body14) {
    const sum = (product + Number(digit)) % 10 || 10
    product = (sum * 2) % 11
  }
  return `${(11 - product) % 10}`
}

/** GS1 modulo 10 (GB 12904): weights 3 and 1 from the right. */
export function gs1Check(body: string): string {
  let sum = 0
  for (let index = 0; index < body.length; index++) {
    sum += Number(body[body.length - 1 - index]) * (index % 2 === 0 ? 3 : 1)
  }
  return `${(10 - (sum % 10)) % 10}`
}

/** UPU S10 over eight digits (items of postal carriers). */
export function s10Check(body8: string): string {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7]
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body8[index]), 0)
  const check = 11 - (sum % 11)
  return check === 10 ? '0' : check === 11 ? '5' : `${check}`
}
