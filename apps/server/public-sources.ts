/** What the earlier rooms tell the public pages, in the shapes that disclosure shows. */
import type { PublicSubject, RatingSummary, SubjectEvaluation } from '#contract'
import type { PublicSources } from '#modules/disclosure'
import { noSources } from '#modules/disclosure'
import { currentCard, currentGrades, explain } from '#modules/evaluation'
import { countRatings, ratingSummaries } from '#modules/reputation'

/** Grades are the card's own; the words are those of GB/T 45255 for its four classes. */
const gradeWords: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  A: ['优良', 'good'],
  B: ['正常', 'normal'],
  C: ['关注', 'watch'],
  D: ['较差', 'poor'],
}

export const publicSources: PublicSources = {
  ...noSources,
  gradeOf: async (db, members) => {
    for (const member of members) {
      const evaluation = await explain(db, member)
      if (evaluation) return shownGrade(evaluation)
    }
    return null
  },
  gradesOf: (db, subjects) => currentGrades(db, subjects),
  ratingOf: async (db, members, asOf) => {
    const [first] = members
    if (first === undefined) return null
    const summaries = await ratingSummaries(db, members, asOf)
    const rated = members.find(member => countOf(summaries.get(member)!) > 0)
    return rated === undefined ? null : shownRating(summaries.get(rated)!, asOf)
  },
  counts: async db => ({ ratings: await countRatings(db), listed: 0 }),
}

const countOf = ({ good, neutral, bad }: RatingSummary) => good + neutral + bad

function shownGrade(evaluation: SubjectEvaluation): PublicSubject['grade'] {
  const [gradeZh, gradeEn] = gradeWords[evaluation.grade] ?? [evaluation.grade, evaluation.grade]
  const uuid = /^[0-9a-f-]{36}$/
  return {
    grade: evaluation.grade,
    gradeZh,
    gradeEn,
    score: evaluation.scoreCenti / 100,
    maxScore: (currentCard.bounds?.most ?? 10_000) / 100,
    card: evaluation.card.id,
    cardVersion: Number.parseInt(evaluation.card.version, 10) || 1,
    evaluatedAt: evaluation.scoredAt,
    reasons: evaluation.reasons.map(reason => ({
      item: reason.item,
      points: reason.pointsCenti / 100,
      zh: reason.sentenceZh,
      en: reason.sentenceEn,
      recordIds: reason.records.filter(record => uuid.test(record)),
    })),
    proof: evaluation.proof,
  }
}

function shownRating(summary: RatingSummary, asOf: Date): PublicSubject['rating'] {
  const { good, neutral, bad, mean, bayesianMean, wilsonLowerBound, points, standing } = summary
  return {
    ratings: good + neutral + bad,
    good,
    neutral,
    bad,
    mean,
    bayesianMean,
    wilson: wilsonLowerBound,
    points,
    level: standing.level,
    levelZh: levelZh(standing.level),
    levelEn: standing.level,
    asOf: asOf.toISOString(),
  }
}

/** `gold-crown-2` and its like, as the ladder names them. */
function levelZh(level: string): string {
  const names: Record<string, string> = {
    heart: '心',
    diamond: '钻',
    crown: '皇冠',
    'gold-crown': '金冠',
  }
  const match = /^(.+)-(\d)$/.exec(level)
  const name = match ? names[match[1]!] : undefined
  return match && name ? `${match[2]} ${name}` : '新手'
}
