/** Words of the forms of the console, in both languages. */
const zh = {
  submit: '提交',
  check: '核对',
  confirm: '确认办理',
  back: '返回修改',
  cancel: '取消',
  sending: '正在提交…',
  choose: '请选择',
  missing: '请填写此项。',
  kept: '填写的内容已保留，修改后可再次提交。',
  checkLead: '请核对以下内容。确认后立即生效并记入日志，不能删除，只能以新的步骤更正。',
  preview: '文书预览（尚未发出）',
  yes: '是',
  done: (what: string) => `已办理：${what}`,
  evidence: {
    kind: '证据种类',
    title: '名称',
    file: '文件',
    fileHint: '文件不上传，只在本机计算并登记其 SHA-256 摘要；原件由您保存备查。',
    digest: 'SHA-256 摘要',
    digestHint: '当前连接不是 HTTPS，浏览器不能计算摘要；请填入 64 位十六进制摘要。',
    add: '添加这份证据',
    remove: (title: string) => `移除 ${title}`,
    incomplete: '请选择种类和文件，并写明名称。',
    none: '尚未添加',
  },
}
type FormWords = typeof zh
const en: FormWords = {
  submit: 'Submit',
  check: 'Check',
  confirm: 'Confirm',
  back: 'Change it',
  cancel: 'Cancel',
  sending: 'Sending…',
  choose: 'Choose',
  missing: 'Please fill this in.',
  kept: 'What you wrote is kept; change it and submit again.',
  checkLead:
    'Please check what follows. Once confirmed it takes effect at once and is logged: it cannot be deleted, only corrected by a further step.',
  preview: 'The letter as it will be issued (nothing has been sent)',
  yes: 'Yes',
  done: what => `Done: ${what}`,
  evidence: {
    kind: 'Kind of evidence',
    title: 'Title',
    file: 'File',
    fileHint:
      'The file is not uploaded: its SHA-256 digest is computed on this device and registered. Keep the original.',
    digest: 'SHA-256 digest',
    digestHint:
      'This connection is not HTTPS, so the browser cannot compute a digest; type its 64 hexadecimal digits.',
    add: 'Add this evidence',
    remove: title => `Remove ${title}`,
    incomplete: 'Choose a kind and a file, and give it a title.',
    none: 'None added yet',
  },
}
export const formWords = { zh, en }
