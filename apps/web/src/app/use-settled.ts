/** A text once nobody has typed for a moment, so that a search is asked once and not with every key. */
import { useEffect, useState } from 'react'

const pauseMs = 350

export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
