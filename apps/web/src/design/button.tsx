/** The one button, in four weights; `danger` is for what cannot be undone. A link that looks like one takes the same class names. */
import type { ButtonHTMLAttributes } from 'react'
import './button.css'

type Weight = 'primary' | 'plain' | 'quiet' | 'danger'

export function Button({
  weight = 'plain',
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { weight?: Weight }) {
  return <button type="button" {...rest} className={`button ${weight} ${className}`} />
}
