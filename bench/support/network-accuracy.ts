/**
 * How far rankings without labels agree with labels that other people published: `xinheng detect` on
 * real networks, beside the best trivial ranking of each figure. The data is not part of the
 * product; where its folder is absent the figures are skipped, and it is said why.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DetectionLine, detectEdges, EdgeReader, type RankingFigures } from '#lib/graph'
import { report } from './metric.ts'

const FOLDER = process.env.XINHENG_DATA_DIR ?? join(import.meta.dirname, '../../../shared/data')

const NETWORKS = [
  {
    name: 'amazon-spammers',
    edges: 'rings/amazon-spammers/J01Network.txt',
    labels: 'rings/amazon-spammers/UserLabel.txt',
  },
  {
    name: 'bitcoin-otc',
    edges: 'ratings/bitcoin-otc/otc_network.csv',
    labels: 'ratings/bitcoin-otc/otc_gt.csv',
  },
] as const

const FIGURES: [string, (figures: RankingFigures) => number][] = [
  ['auc', ({ auc }) => auc],
  ['ap', ({ averagePrecision }) => averagePrecision],
  ['recall_at_p99', figures => recallAt(figures, 0.99)],
  ['recall_at_p95', figures => recallAt(figures, 0.95)],
]

export function measureNetworks(): void {
  for (const { name, edges, labels } of NETWORKS) {
    const missing = [edges, labels].find(file => !existsSync(join(FOLDER, file)))
    if (missing !== undefined) {
      console.error(`跳过 / skipped accuracy.${name}.*: ${join(FOLDER, missing)} 不存在 / not here`)
      continue
    }
    const reader = new EdgeReader()
    reader.push(readFileSync(join(FOLDER, edges)))
    const text = readFileSync(join(FOLDER, labels), 'utf8')
    reportNetwork(name, [...detectEdges({ edges: reader.finish(), labels: text, top: 1 })])
  }
}

function reportNetwork(name: string, lines: DetectionLine[]): void {
  const [ours, ...trivial] = lines.filter(line => line.type === 'accuracy')
  const { positives, negatives } = ours!
  const labelled = `${positives} of ${positives + negatives} labelled`
  for (const [figure, figureOf] of FIGURES) {
    const best = trivial.reduce((best, line) => (figureOf(line) > figureOf(best) ? line : best))
    const put = (metric: string, value: number, work: string) =>
      report({ metric, value: round(value), unit: '1', ceiling: 1, work })
    const theirs = round(figureOf(best))
    put(
      `accuracy.${name}.${figure}`,
      figureOf(ours!),
      `${labelled}, no label read; best trivial ranking, by ${best.ranking}: ${theirs}`,
    )
    put(`accuracy.${name}.trivial_${figure}`, theirs, `${labelled}, ranked by ${best.ranking}`)
  }
}

function recallAt({ recallAtPrecision }: RankingFigures, wanted: number): number {
  return recallAtPrecision.find(({ precision }) => precision === wanted)!.recall
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}
