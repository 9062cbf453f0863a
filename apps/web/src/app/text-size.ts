/** The large-text version (大字版) that public sites owe their older readers: one attribute, remembered. */
const key = 'xinheng.text'

export type TextSize = 'normal' | 'large'

export const textSize = (): TextSize => (localStorage.getItem(key) === 'large' ? 'large' : 'normal')

export function setTextSize(size: TextSize): void {
  localStorage.setItem(key, size)
  restoreTextSize()
}

export function restoreTextSize(): void {
  if (textSize() === 'large') document.documentElement.dataset.text = 'large'
  else delete document.documentElement.dataset.text
}
