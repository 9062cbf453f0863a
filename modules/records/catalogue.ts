/**
 * The catalogue of what may be recorded: the seven dishonest acts of clause 8 (requirement 8.5) and the items of public
 * credit information this product fills. Data with its basis, in `data/catalogue.json`; a county may not add to it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CatalogueItem } from '#contract'
import { refuse } from '#platform/runtime'

const path = join(import.meta.dirname, 'data/catalogue.json')

export const catalogue = JSON.parse(readFileSync(path, 'utf8')) as readonly CatalogueItem[]

const byCode = new Map(catalogue.map(item => [item.code, item]))

/** The item of a code; a code outside the catalogue is refused (requirement 11.1). */
export const catalogueItem = (code: string): CatalogueItem =>
  byCode.get(code) ?? refuse('records.outside-catalogue', { item: code })
