/** Words of the page that explains the log to a citizen. */
export const log = {
  title: '公开日志',
  lead: '本平台的每一条事实都在这里留下指纹。日志只能增加，不能修改；增加了什么、有没有改过，任何人都能查。',
  size: '现有条目',
  waiting: '等待写入',
  root: '当前树根',
  signedAt: '签名时间',
  origin: '日志名称',
  key: '验签公钥',
  keyHint: '请从多个渠道核对这把公钥；核验时只应相信您自己保存的那一把。',
  what: '它是什么',
  whatText: [
    '想象一本装订好的登记簿，每一页都印着前面所有页的指纹。有人偷换其中一页，后面所有页的指纹都会对不上。',
    '这本登记簿就是一棵哈希树（RFC 6962）。树上放的不是原文，而是原文加盐之后的指纹，所以公开日志不会泄露任何人的信息；销毁了盐，指纹就成了无意义的数字，个人信息因此可以依法删除，而树仍然完整。',
  ],
  checkpoint: '什么是检查点',
  checkpointText:
    '检查点是日志对自己当前状态的签名声明：一共多少条、树根是什么。签过名的检查点收不回去。如果日志对两个人给出互相矛盾的检查点，这两份签名放在一起就是它作假的证据。',
  recent: '最近的检查点',
  columns: { size: '条目数', root: '树根', at: '签名时间' },
  check: '怎样自己核验',
  checkSteps: [
    '在任何主体页点“核验此条”，浏览器会当场计算，并逐步说明。',
    '下载证明，用您自己的程序离线核验；格式遵循 C2SP tlog-proof。',
    '保存今天的检查点，过些日子再来：新的日志必须能证明它包含您保存的那一份。',
    '技术人员可以直接读取全部条目：/log/checkpoint 和 /log/tile/…（C2SP tlog-tiles）。',
  ],
  remembered: '您的浏览器记得的检查点',
  rememberedText: (size: string, at: string) => `上次到访（${at}）时日志有 ${size} 个条目。`,
  rememberedFirst:
    '这是本浏览器第一次到访，已记下当前检查点；下次到访时，将核对日志有没有改过您见过的部分。',
  consistent: '核对通过：您上次见过的内容原样都在，之后只有新增。',
  inconsistent: '核对未通过：现在的日志与您上次见过的不一致。请保存页面并向公示单位反映。',
  consistencyUnknown: '这次没能核对，原因如下。',
  unchanged: '日志自上次到访以来没有变化。',
  raw: '检查点原文',
}
