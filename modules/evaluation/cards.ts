/**
 * The published cards. A card is data and final once published: a change is a new file with a new version, so that every
 * evaluation made by an older one can still be done again.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bilingual } from '#contract'
import type { Card } from '#lib/scorecard'

const folder = join(import.meta.dirname, 'data')

const cards = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Card)
  .sort((a, b) => Number(a.version) - Number(b.version))

const byVersion = new Map(cards.map(card => [card.version, card]))

/** The card in use: the newest version. */
export const currentCard: Card = cards.at(-1)!

/** Undefined for a version that was never published. */
export const cardOf = (version: string): Card | undefined => byVersion.get(version)

/** Beside the cards and not in them: what a card is called changes no score, and no digest of one. */
const titles: Readonly<Record<string, Bilingual>> = {
  'e-commerce-subject': { zh: '电子商务主体信用评分卡', en: 'Scorecard of e-commerce subjects' },
}

export const cardTitle = (id: string): Bilingual => titles[id] ?? { zh: id, en: id }
