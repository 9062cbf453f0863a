/**
 * The mark of a credit grade, drawn like a seal: a letter in a square. Beside it stand the words, because a letter
 * alone says nothing to someone who meets it for the first time.
 */
import './grade-mark.css'
import type { Tone } from './badge.tsx'

/** Grades begin with A for the best; what follows the letter refines it. */
export function toneOfGrade(grade: string): Tone {
  switch (grade[0]?.toUpperCase()) {
    case 'A':
      return 'good'
    case 'B':
      return 'civic'
    case 'C':
      return 'warn'
    case 'D':
    case 'E':
      return 'bad'
    default:
      return 'plain'
  }
}

export function GradeMark({
  grade,
  label,
  size = 'small',
}: {
  grade: string
  /** What the grade is called in words; read aloud instead of the bare letter. */
  label: string
  size?: 'small' | 'large'
}) {
  return (
    <span className={`grade ${size} ${toneOfGrade(grade)}`} role="img" aria-label={label}>
      {grade}
    </span>
  )
}
