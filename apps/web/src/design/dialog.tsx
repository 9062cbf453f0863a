/** The browser's own modal dialog: it traps focus, closes on Escape and gives focus back, without our help. */
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useSpeech } from '../i18n/language.tsx'
import { Button } from './button.tsx'
import './dialog.css'

export function Dialog({
  title,
  open,
  close,
  children,
}: {
  title: string
  open: boolean
  close: () => void
  children: ReactNode
}) {
  const { words } = useSpeech()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const { current } = dialog
    if (open && current && !current.open) current.showModal()
    if (!open) current?.close()
  }, [open])
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id} onClose={close}>
      <div className="row apart">
        <h2 id={id}>{title}</h2>
        <Button weight="quiet" onClick={close}>
          {words.states.close}
        </Button>
      </div>
      {open && children}
    </dialog>
  )
}
