/** The one button, in three weights. A link that looks like one takes the same class names. */
import type { ButtonHTMLAttributes } from 'react'
import './button.css'

type Weight = 'primary' | 'plain' | 'quiet'

export function Button({
  weight = 'plain',
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { weight?: Weight }) {
  return <button type="button" {...rest} className={`button ${weight} ${className}`} />
}
