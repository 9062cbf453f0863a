/** Which tone a state of the domain has on the page; the words always stand beside it. */
import type { PublicListing, PublicRecord, Verification } from '#contract'
import type { Tone } from '../../design/badge.tsx'

export function toneOfVerification(state: Verification['state']): Tone {
  switch (state) {
    case 'verified':
      return 'good'
    case 'unverified':
      return 'plain'
    case 'expired':
      return 'warn'
    case 'failed':
      return 'bad'
  }
}

export function toneOfPolarity(polarity: PublicRecord['polarity']): Tone {
  switch (polarity) {
    case 'positive':
      return 'good'
    case 'neutral':
      return 'plain'
    case 'negative':
      return 'bad'
  }
}

export function toneOfNature(nature: PublicListing['nature']): Tone {
  switch (nature) {
    case 'serious-dishonesty':
      return 'bad'
    case 'red':
      return 'good'
    case 'attention':
      return 'warn'
    case 'industry':
      return 'plain'
  }
}
