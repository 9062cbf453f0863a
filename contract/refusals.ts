/**
 * The whole error catalogue in one file. A refusal is expected and lawful: it has a stable code, an HTTP status and
 * one sentence in Chinese and in English that says what was wrong and what to do. `{name}` is filled from details.
 */
type RefusalText = { readonly status: number; readonly zh: string; readonly en: string }

const refusal = (status: number, zh: string, en: string): RefusalText => ({ status, zh, en })

export const refusals = {
  // The edge (platform/http)
  'request.invalid': refusal(
    400,
    '请求内容不符合要求，请按 errors 逐项改正。',
    'The request does not fit its schema; correct each item in errors.',
  ),
  'request.not-json': refusal(
    400,
    '请求正文不是有效的 UTF-8 JSON。',
    'The body is not valid UTF-8 JSON.',
  ),
  'request.too-large': refusal(
    413,
    '请求正文超过 {limitBytes} 字节，请分批提交。',
    'The body exceeds {limitBytes} bytes; send it in parts.',
  ),
  'request.too-many': refusal(
    429,
    '请求过于频繁，请在 {retryAfterS} 秒后重试。',
    'Too many requests; try again in {retryAfterS} s.',
  ),
  'request.key-reused': refusal(
    422,
    '该 Idempotency-Key 已用于另一个请求，请换一个新键。',
    'This Idempotency-Key was used for another request; use a new one.',
  ),
  'request.key-running': refusal(
    409,
    '使用同一 Idempotency-Key 的请求仍在处理，请稍后重试。',
    'A request with this Idempotency-Key is still running; retry shortly.',
  ),
  'request.encoding': refusal(
    415,
    '不支持的内容类型或编码：{got}。',
    'Unsupported content type or encoding: {got}.',
  ),
  'route.unknown': refusal(404, '没有这个地址，请查阅 /docs。', 'No such address; see /docs.'),
  'server.fault': refusal(
    500,
    '系统出现故障，已记录编号 {requestId}，请稍后重试。',
    'A fault occurred and was recorded as {requestId}; try again later.',
  ),
  'server.unready': refusal(
    503,
    '系统正在启动或停止，请稍后重试。',
    'The server is starting or stopping; try again shortly.',
  ),
  // access
  'access.sign-in-required': refusal(401, '请先登录。', 'Sign in first.'),
  'access.not-allowed': refusal(
    403,
    '当前身份无权执行此操作（{operation}）。',
    'Your role may not perform this operation ({operation}).',
  ),
  'access.purpose-required': refusal(
    400,
    '查询非公开信息须说明用途（X-Purpose）。',
    'State a purpose (X-Purpose) to read non-public information.',
  ),
  'access.credentials-wrong': refusal(
    401,
    '账号、密码或动态口令不正确。',
    'The account, password or one-time code is wrong.',
  ),
  'access.second-factor-required': refusal(
    401,
    '该账号已启用动态口令，请一并提交 totp。',
    'This account uses a one-time code; send totp as well.',
  ),
  'access.locked': refusal(
    429,
    '连续失败次数过多，请在 {retryAfterS} 秒后重试。',
    'Too many failures; try again in {retryAfterS} s.',
  ),
  'access.area-outside': refusal(
    403,
    '该事项不在您的辖区（{area}）。',
    'This matter lies outside your area ({area}).',
  ),
  // policy
  'policy.unknown': refusal(
    404,
    '没有名为“{key}”的政策数值。',
    'There is no policy number named "{key}".',
  ),
  'policy.backdated': refusal(
    422,
    '生效日期 {from} 早于今天 {today}，政策不能溯及既往。',
    'The effective day {from} lies before today, {today}; policy does not reach back.',
  ),
  'policy.other-type': refusal(
    422,
    '“{key}”的取值类型应为 {expected}。',
    'The value of "{key}" must be of type {expected}.',
  ),
} as const satisfies Record<string, RefusalText>

export type RefusalCode = keyof typeof refusals
export type RefusalDetails = Readonly<Record<string, unknown>>

/** The sentence of a refusal in both languages, its `{names}` filled from `details`. */
export function sentenceOf(
  code: RefusalCode,
  details: RefusalDetails = {},
): { zh: string; en: string } {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? '—'))
  const { zh, en } = refusals[code]
  return { zh: fill(zh), en: fill(en) }
}
