/** The console's forms as somebody fills them in: fields by their names, evidence by its file, a check before it counts. */
import type { Locator, Page } from 'playwright-core'
import { looksRight } from './browser.ts'

type Given = Readonly<Record<string, string | boolean>>

export async function fill(dialog: Locator, given: Given): Promise<void> {
  for (const [name, value] of Object.entries(given)) {
    const field = dialog.locator(`[name="${name}"]`)
    if (typeof value === 'boolean') await field.setChecked(value)
    else if (await field.evaluate(element => element.tagName === 'SELECT'))
      await field.selectOption(value)
    else await field.fill(value)
  }
}

export async function addEvidence(dialog: Locator, kind: string, name: string): Promise<void> {
  await dialog.getByLabel('证据种类').selectOption({ label: kind })
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(name) })
  await dialog.getByRole('button', { name: '添加这份证据' }).click()
  await dialog.getByRole('button', { name: `移除 ${name}` }).waitFor()
}

/** Writes an act of a dialog and confirms it where it has legal effect. */
export async function finish(page: Page, name?: string): Promise<void> {
  const dialog = page.locator('dialog[open]')
  const check = dialog.getByRole('button', { name: '核对', exact: true })
  if ((await check.count()) === 0)
    await dialog.getByRole('button', { name: '提交', exact: true }).click()
  else {
    await check.click()
    const confirm = dialog.getByRole('button', { name: '确认办理' })
    await confirm.waitFor()
    if (name) await looksRight(page, name)
    await confirm.click()
  }
  await dialog.waitFor({ state: 'detached' })
}
