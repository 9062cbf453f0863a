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
    '请求内容不符合要求，请按所列各项改正。',
    'The request does not fit its schema; correct each item listed.',
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
  'access.area-unknown': refusal(
    422,
    '“{area}”不是有效的行政区划代码（GB/T 2260）。',
    '"{area}" is not an area code of GB/T 2260.',
  ),
  'access.token-invalid': refusal(
    401,
    '访问令牌无效或已过期，请重新换取。',
    'The access token is invalid or has expired; ask for a new one.',
  ),
  'access.client-credentials-wrong': refusal(
    401,
    '客户端标识或密钥不正确，或已被吊销。',
    'The client id or secret is wrong, or was revoked.',
  ),
  'access.password-weak': refusal(
    422,
    '密码强度不足：至少 {minChars} 个字符、至少 {minDistinct} 种不同字符，且不得包含账号名或常见密码。',
    'The password is too weak: at least {minChars} characters, {minDistinct} different ones, and neither the login nor a common password in it.',
  ),
  'access.totp-enrolled': refusal(
    409,
    '该账号已启用动态口令，请先停用。',
    'This account already uses a one-time code; stop using it first.',
  ),
  'access.totp-not-begun': refusal(
    409,
    '请先申请动态口令，再提交确认。',
    'Begin enrolling the one-time code before confirming it.',
  ),
  'access.code-taken': refusal(
    409,
    '机构代码 {code} 已被使用。',
    'The organisation code {code} is taken.',
  ),
  'access.login-taken': refusal(409, '账号名 {login} 已被使用。', 'The login {login} is taken.'),
  'access.organisation-unknown': refusal(
    404,
    '没有机构 {id}，或已停用。',
    'There is no organisation {id}, or it is suspended.',
  ),
  'access.account-unknown': refusal(404, '没有账号 {id}。', 'There is no account {id}.'),
  'access.client-unknown': refusal(
    404,
    '没有接口客户端 {id}，或已被吊销。',
    'There is no API client {id}, or it was revoked.',
  ),
  'access.session-unknown': refusal(
    404,
    '没有会话 {id}，或已结束。',
    'There is no session {id}, or it has ended.',
  ),
  'access.role-unfit': refusal(
    422,
    '角色 {role} 不能授予该类机构（{kind}）的人员或客户端。',
    'The role {role} cannot be granted in an organisation of this kind ({kind}).',
  ),
  'access.role-alone': refusal(
    422,
    '系统管理员与审计员须单独设置，不得兼任其他角色。',
    'Administrator and auditor stand alone: neither may be combined with another role.',
  ),
  'access.own-account': refusal(
    422,
    '不得变更本人账号，请由另一名管理员办理。',
    'Your own account is changed by another administrator.',
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
  // transparency
  'log.empty': refusal(
    404,
    '公开日志尚无检查点，请稍后再试。',
    'The log has no checkpoint yet; try again shortly.',
  ),
  'log.no-such-tile': refusal(
    404,
    '公开日志没有 {path}，请按最新检查点的大小计算路径。',
    'The log has no {path}; derive paths from the size of its newest checkpoint.',
  ),
  'log.entry-unknown': refusal(
    404,
    '批次 {batch} 中没有第 {ordinal} 条。',
    'Batch {batch} has no entry {ordinal}.',
  ),
  'log.entry-waiting': refusal(
    409,
    '该事实刚刚提交，正在写入公开日志，请几秒后再试。',
    'This fact was committed a moment ago and is being placed; try again in a few seconds.',
  ),
  'log.sizes-wrong': refusal(
    422,
    '须满足 1 ≤ from ≤ to ≤ {size}。',
    'The sizes must satisfy 1 ≤ from ≤ to ≤ {size}.',
  ),
  // trade
  'trade.row-unreadable': refusal(
    422,
    '该行不是一个有效的 UTF-8 JSON 对象，或超过长度上限。',
    'The line is not one valid UTF-8 JSON object, or exceeds the length limit.',
  ),
  'trade.event-invalid': refusal(
    422,
    '该事件不符合其类型的结构，请按所列各项改正。',
    'The event does not fit the schema of its kind; correct each item listed.',
  ),
  'trade.foreign-source': refusal(
    403,
    '只能报送本机构（{own}）的事件，不能以“{source}”名义报送。',
    'You may report only as your own organisation ({own}), not as "{source}".',
  ),
  'trade.shop-unknown': refusal(
    422,
    '平台 {platform} 的网店 {shop} 尚未登记，请先登记后重新报送。',
    'Shop {shop} of platform {platform} is not registered; register it, then send the event again.',
  ),
  'trade.clock-ahead': refusal(
    422,
    '发生时间 {occurredAt} 晚于现在，请核对系统时钟。',
    'The time {occurredAt} lies in the future; check the reporting clock.',
  ),
  'trade.event-conflict': refusal(
    409,
    '事件号 {eventId} 已用于内容不同的事件，更正须用新的事件号。',
    'Event number {eventId} already stands for another content; a correction needs a new number.',
  ),
  'trade.review-order-unknown': refusal(
    422,
    '平台 {platform} 上没有该买家在该网店的订单 {order}，评价须依据真实订单。',
    'Platform {platform} has no order {order} of this buyer at this shop; a review needs a real order.',
  ),
  'trade.review-early': refusal(
    422,
    '订单 {order}（平台 {platform}）在评价时尚未完成或签收。',
    'Order {order} of platform {platform} was not completed or signed for when it was reviewed.',
  ),
  'trade.review-late': refusal(
    422,
    '订单 {order}（平台 {platform}）的评价期限 {days} 天已过。',
    'The {days} days for reviewing order {order} of platform {platform} are over.',
  ),
  'trade.review-twice': refusal(
    409,
    '订单 {order} 的{by}一方已经评价，每方每单只评价一次；补充请用追加评价。',
    'The {by} has reviewed order {order} already; each side does once. Add to it by a follow-up.',
  ),
  'trade.review-parent-unknown': refusal(
    422,
    '订单 {order}（平台 {platform}）没有可追加的买家评价 {parent}。',
    'Order {order} of platform {platform} has no buyer’s review {parent} to follow up.',
  ),
  'trade.body-cut': refusal(
    400,
    '压缩数据在中途损坏或被截断，此前的行已保存，请从未确认的行起重新报送。',
    'The compressed data is broken or cut short; rows before it are kept, send the unacknowledged ones again.',
  ),
  'trade.order-unknown': refusal(
    404,
    '没有您可以查看的订单 {order}（平台 {platform}）。',
    'There is no order {order} on platform {platform} that you may see.',
  ),
  'trade.window-wrong': refusal(
    422,
    '时间段须 from < to，且不超过 {days} 天。',
    'The window must satisfy from < to and span at most {days} days.',
  ),
  // detection
  'alert.unknown': refusal(
    404,
    '没有编号为 {alert} 的预警，或您无权查看。',
    'There is no alert {alert} within your sight.',
  ),
  'alert.wrong-state': refusal(
    409,
    '预警现为“{state}”，不能执行此操作（{step}）。',
    'The alert is {state}; this step ({step}) does not follow from there.',
  ),
  'alert.top-level': refusal(
    409,
    '预警已上报至最高一级。',
    'The alert has reached the highest level; it cannot be escalated further.',
  ),
  'alert.snooze-wrong': refusal(
    422,
    '暂缓的截止时间须晚于现在，且不超过 {days} 天。',
    'The time until which it is put off must lie ahead, by {days} days at most.',
  ),
  'alert.not-its-seller': refusal(
    422,
    '主体 {subject} 不是该预警涉及的经营者。',
    'Subject {subject} is not a seller this alert speaks of.',
  ),
  'alert.merge-self': refusal(
    422,
    '预警不能与自己合并。',
    'An alert cannot be merged with itself.',
  ),
  'model.unknown': refusal(
    404,
    '没有名为 {model} 的监测模型（版本 {version}）。',
    'There is no detection model {model} of version {version}.',
  ),
  'model.parameter-wrong': refusal(
    422,
    '模型 {model} 的参数不正确：{reason}。',
    'The parameters of model {model} are wrong: {reason}.',
  ),
  'model.on-relations': refusal(
    409,
    '模型 {model} 依据关联图而非交易流，请查看主体关联图。',
    'The model {model} judges relations, not the stream of trade; see the relation graph of the subject.',
  ),
  'sites.unreadable': refusal(
    422,
    '“{address}”不是可识别的网址。',
    '"{address}" is not a readable web address.',
  ),
  'sites.registered': refusal(
    409,
    '{domain} 是已登记的网址；如要投诉该网站，请提交投诉举报。',
    '{domain} is a registered address; complain of that site instead.',
  ),
  'sites.unknown': refusal(
    404,
    '没有编号为 {site} 的网站举报。',
    'No site was reported as {site}.',
  ),
  'sites.decided': refusal(
    409,
    '该网站举报已办结（{state}）。',
    'The reported site was decided already ({state}).',
  ),
  'relations.other-platform': refusal(
    403,
    '只能报送本平台网店的令牌，不能报送 {platform} 的。',
    'Report tokens of shops on your own platform, not of {platform}.',
  ),
  'rule.unknown': refusal(
    404,
    '没有名为 {code} 的规则（版本 {version}）。',
    'There is no rule {code} of version {version}.',
  ),
  'rule.faulty': refusal(422, '规则有误：{zh}', 'The rule is faulty: {en}'),
  'rule.unchanged': refusal(
    409,
    '内容与第 {version} 版相同，没有可保存的改动。',
    'This is what version {version} says already; there is nothing to save.',
  ),
  'rule.untested': refusal(
    409,
    '第 {version} 版尚未用历史数据试跑完成，不能启用。',
    'Version {version} has no finished test on past trade; it cannot be activated.',
  ),
  'rule.same-person': refusal(
    403,
    '起草人 {author} 不能复核启用或停用自己起草的规则，请由另一人办理。',
    'The author, {author}, may neither activate nor retire this version; another person must.',
  ),
  'rule.person-required': refusal(
    403,
    '起草和复核规则须由具名人员登录办理。',
    'Rules are drafted and approved by named persons who are signed in.',
  ),
  'rule.wrong-state': refusal(
    409,
    '第 {version} 版现为“{state}”，不能执行此操作。',
    'Version {version} is {state}; this step does not follow from there.',
  ),
  'rule.backdated': refusal(
    422,
    '生效日期 {from} 早于今天（{today}）。',
    'The day {from} lies before today ({today}).',
  ),
  'rule.period-wrong': refusal(
    422,
    '时间段须早晚有序，且不超过 {days} 天。',
    'The period must end after it begins and span at most {days} days.',
  ),
  'rule.subject-missing': refusal(
    422,
    '请写明网店（平台和网店编号）或买家。',
    'Name a shop (platform and shop) or a buyer.',
  ),
  'rule-test.unknown': refusal(404, '没有编号为 {id} 的试跑。', 'There is no test run {id}.'),
  'backtest.unknown': refusal(404, '没有编号为 {id} 的回测。', 'There is no backtest {id}.'),
  'backtest.busy': refusal(
    409,
    '已有一项回测在运行，请等它结束。',
    'A backtest is running; start the next one when it has ended.',
  ),
  // records
  'records.outside-catalogue': refusal(
    422,
    '目录之外的事项（{item}）不得录入。',
    'An item outside the catalogue ({item}) may not be recorded.',
  ),
  'records.unknown': refusal(
    404,
    '没有这条信用记录（{record}）。',
    'There is no such record ({record}).',
  ),
  'records.ended': refusal(
    409,
    '该记录已结束（{state}），不能再变更。',
    'The record has ended ({state}) and takes no more changes.',
  ),
  'records.already-reviewed': refusal(409, '该记录已复核。', 'The record has been reviewed.'),
  'records.own-review': refusal(
    403,
    '复核人不能是录入人。',
    'The reviewer may not be the person who entered it.',
  ),
  'records.already-disputed': refusal(
    409,
    '该记录已有异议在处理。',
    'An objection to this record is already open.',
  ),
  'records.not-disputed': refusal(
    409,
    '该记录没有待处理的异议。',
    'No objection to this record is open.',
  ),
  // subjects
  'subject.unknown': refusal(
    404,
    '没有编号为 {subject} 的主体，或您无权查看。',
    'There is no subject {subject} within your sight.',
  ),
  'subject.not-active': refusal(
    409,
    '主体 {subject} 已被合并或注销个人信息，不能执行此操作。',
    'Subject {subject} was merged or erased; this cannot be done to it.',
  ),
  'subject.merge-self': refusal(
    422,
    '主体不能与自己合并。',
    'A subject cannot be merged with itself.',
  ),
  'subject.code-taken': refusal(
    409,
    '该代码已属于主体 {holder}，请核对后合并主体。',
    'This code belongs to subject {holder}; compare the two and merge them.',
  ),
  'subject.held': refusal(
    409,
    '代码校验不符，已转入例外代码登记簿待审核，审核通过后自动登记。',
    'The code fails its own check; it waits in the exception register and enters once approved.',
  ),
  'subject.not-personal': refusal(
    422,
    '主体 {subject} 没有可销毁的个人信息。',
    'Subject {subject} holds no personal fields to erase.',
  ),
  'merge.unknown': refusal(
    404,
    '没有编号为 {merge} 的有效合并。',
    'There is no merge {merge} in force.',
  ),
  'exception.unknown': refusal(
    404,
    '例外代码登记簿中没有 {exception}。',
    'The exception register has no entry {exception}.',
  ),
  'exception.decided': refusal(
    409,
    '该例外代码已审核（{state}）。',
    'This exception was decided already ({state}).',
  ),
  'exception.evidence-missing': refusal(
    422,
    '批准例外代码须提交证照摘要（evidenceSha256）。',
    'Approving an exception needs the digest of the certificate (evidenceSha256).',
  ),
  'shop.taken': refusal(
    409,
    '{platform} 的网店 {shop} 已登记在其他主体名下，请先办理关闭。',
    'Shop {shop} on {platform} is registered to a subject; close it there first.',
  ),
  'shop.unknown': refusal(
    404,
    '{platform} 没有登记编号为 {shop} 的网店。',
    'No shop {shop} is registered on {platform}.',
  ),
  'shop.closed': refusal(
    403,
    '网店 {shop} 已关闭，不能发布商品。',
    'Shop {shop} is closed and may not publish.',
  ),
  'shop.unverified': refusal(
    403,
    '网店 {shop} 的经营者尚未通过身份核验，不能发布商品。',
    'The keeper of shop {shop} was not verified; it may not publish.',
  ),
  'shop.verification-failed': refusal(
    403,
    '网店 {shop} 的经营者身份核验未通过，不能发布商品。',
    'The keeper of shop {shop} failed verification; it may not publish.',
  ),
  'shop.verification-expired': refusal(
    403,
    '网店 {shop} 的经营者身份核验已过期，请重新核验后再发布商品。',
    'The verification of the keeper of shop {shop} has expired; verify again before publishing.',
  ),
  // cases
  'cases.unknown': refusal(
    404,
    '没有案件 {case}，或您无权查看。',
    'There is no case {case} within your sight.',
  ),
  'cases.type-unknown': refusal(
    422,
    '案件类型目录中没有“{type}”。',
    'The catalogue has no case type "{type}".',
  ),
  'cases.already-open': refusal(
    409,
    '同一来源或同一记录已有案件 {number} 在办。',
    'Case {number} already stands for this origin or record.',
  ),
  'cases.step-unlawful': refusal(
    409,
    '案件处于“{state}”，不能进行此步骤（{step}）。',
    'The case is "{stateEn}"; the step {step} does not lead on from there.',
  ),
  'cases.not-your-part': refusal(
    403,
    '“{step}”不由您办理。',
    'The step "{stepEn}" is not yours to take.',
  ),
  'cases.same-person': refusal(
    403,
    '调查人员不得办理“{step}”，须由其他有权人员办理。',
    'Whoever investigated may not take this step ({stepEn}); another officer must.',
  ),
  'cases.by-machine': refusal(
    403,
    '程序步骤只能由具名人员办理，接口客户端不得代办。',
    'Steps of a procedure are taken by named persons, never by an API client.',
  ),
  'cases.evidence-missing': refusal(
    409,
    '证据不足：缺少{missing}。',
    'Evidence is incomplete: {missingEn} is missing.',
  ),
  'cases.window-open': refusal(
    409,
    '陈述申辩（听证申请）期至 {until} 届满，届满前不得作出决定。',
    'The party may state, defend and ask for a hearing until {until}; no decision before that.',
  ),
  'cases.window-closed': refusal(
    409,
    '申请听证的期限已于 {until} 届满。',
    'The term for asking for a hearing ended on {until}.',
  ),
  'cases.waiver-not-own': refusal(
    403,
    '只有当事人本人可以放弃继续陈述申辩和听证。',
    'Only the party itself may waive further defence and hearing.',
  ),
  'cases.hearing-not-called': refusal(409, '尚未通知听证。', 'The hearing has not been called.'),
  'cases.hearing-ahead': refusal(409, '听证定于 {on} 举行。', 'The hearing is set for {on}.'),
  'cases.hearing-too-soon': refusal(
    422,
    '听证日期须在通知期满之后，不早于 {earliest}。',
    'The hearing may not be held before the notice term has run: {earliest} at the earliest.',
  ),
  'cases.heavier-than-noticed': refusal(
    422,
    '决定不得重于事先告知（{noticed}）；需加重的，退回后重新告知。',
    'A decision may not be heavier than was noticed ({noticed}); return the case and serve a new notice.',
  ),
  'cases.list-not-noticed': refusal(
    422,
    '列入名单（{list}）未在事先告知书中告知，不得决定；需列入的，退回后重新告知。',
    'Entry on the list {list} was not in the prior notice; return the case and serve a new one.',
  ),
  'cases.limitation-passed': refusal(
    409,
    '违法行为终了于 {occurredOn}，至 {until} 已过追究时效。',
    'The act ended on {occurredOn}; its limitation ran out on {until}.',
  ),
  'cases.not-delivered': refusal(
    409,
    '决定尚未送达，不得公示或列入名单。',
    'The decision has not been delivered: it can be neither published nor entered on a list.',
  ),
  'cases.extended': refusal(409, '办案期限已延长过一次。', 'The term was extended once already.'),
  'cases.day-wrong': refusal(
    422,
    '{field} 须在 {from} 至 {until} 之间。',
    '{field} must lie between {from} and {until}.',
  ),
  'cases.field-missing': refusal(
    422,
    '此步骤须填写 {field}。',
    'This step needs the field {field}.',
  ),
  'cases.handler-unfit': refusal(
    422,
    '承办人须是本辖区在职的监管或信用办人员。',
    'The investigator must be an active regulator or credit officer of the area.',
  ),
  'cases.ground-unlawful': refusal(
    422,
    '“{ground}”不是法定理由，请从目录中选择。',
    '"{ground}" is no lawful ground; choose one of the catalogue.',
  ),
  'cases.record-not-own': refusal(
    404,
    '没有属于您的信用记录 {record}。',
    'There is no record {record} of your own.',
  ),
  'cases.not-repairable': refusal(
    409,
    '该记录不是公示中的失信记录，无须修复。',
    'This is no negative record now shown; there is nothing to repair.',
  ),
  'cases.repair-too-early': refusal(
    409,
    '最短公示期至 {from} 届满，届满后方可申请修复。',
    'The shortest display ends on {from}; repair may be asked for from then on.',
  ),
  // measures
  'measures.no-basis': refusal(
    422,
    '设立“{nature}”须以法律、行政法规、地方性法规或党中央国务院文件为依据，“{basis}”不够。',
    'A list of nature {nature} needs a law, a regulation or a Party and State document as its basis; "{basis}" is none.',
  ),
  'measures.list-taken': refusal(409, '名单代码 {list} 已存在。', 'The list code {list} is taken.'),
  'measures.list-unknown': refusal(404, '没有名单 {list}。', 'There is no list {list}.'),
  'measures.list-needs-decision': refusal(
    422,
    '“{list}”只能依据已送达的决定列入，不适用推荐。',
    'The list {list} is entered by a delivered decision, not by nomination.',
  ),
  'measures.list-needs-nomination': refusal(
    422,
    '“{list}”须经推荐、核查和公示后列入。',
    'The list {list} is entered by nomination, check and public notice.',
  ),
  'measures.decision-too-light': refusal(
    422,
    '该决定不属严重失信情形，不得列入严重失信主体名单。',
    'The decision is not of the serious class; it cannot lead to a serious-dishonesty list.',
  ),
  'measures.not-decided': refusal(
    422,
    '送达的决定没有列入“{list}”的内容，不得列入。',
    'The delivered decision does not order entry on {list}.',
  ),
  'measures.already-listed': refusal(
    409,
    '该主体已在名单“{list}”中。',
    'The subject already stands on the list {list}.',
  ),
  'measures.blocked-by-dishonesty': refusal(
    409,
    '该主体现为“{list}”在列主体，不得列入守信激励名单。',
    'The subject now stands on {list} and cannot enter the red list.',
  ),
  'measures.same-person': refusal(
    403,
    '推荐人不得审定自己的推荐。',
    'Whoever nominated may not decide on the nomination.',
  ),
  'measures.notice-running': refusal(
    409,
    '公示期至 {until} 届满，届满后方可审定。',
    'The public notice runs until {until}; decide after that.',
  ),
  'measures.entry-unknown': refusal(
    404,
    '没有名单条目 {entry}。',
    'There is no list entry {entry}.',
  ),
  'measures.entry-ended': refusal(
    409,
    '名单条目 {entry} 已结束或尚未生效。',
    'The list entry {entry} is not in force.',
  ),
  'measures.outside-catalogue': refusal(
    422,
    '清单之外的措施（{measure}）不得采取。',
    'A measure outside the catalogue ({measure}) may not be imposed.',
  ),
  'measures.no-ground': refusal(
    422,
    '减损权益的措施须以在列名单条目为依据，且该名单的依据规定了此项措施。',
    'A measure that reduces rights needs a list entry in force whose legal basis attaches that measure.',
  ),
  'measures.not-yours': refusal(
    403,
    '该类措施不由贵单位采取或解除。',
    'A measure of this class is not yours to impose or lift.',
  ),
  'measures.unknown': refusal(404, '没有措施 {measure}。', 'There is no measure {measure}.'),
  'measures.ended': refusal(
    409,
    '措施 {measure} 已解除或期满。',
    'The measure {measure} was lifted or has ended.',
  ),
  'evaluation.none': refusal(
    404,
    '主体 {subject} 尚未评价。',
    'The subject {subject} has not been evaluated yet.',
  ),
  'measures.reason-missing': refusal(
    422,
    '未执行的须说明理由。',
    'Say why the measure was not applied.',
  ),
  // exchange
  'exchange.no-agreement': refusal(
    403,
    '没有生效的数据交换协议，不得交换信号。请先由双方具名签署协议。',
    'No agreement is in force; nothing may be exchanged. Have one signed by a named person of each side first.',
  ),
  'exchange.agreement-unknown': refusal(
    404,
    '没有贵单位参与的协议 {agreement}。',
    'There is no agreement {agreement} to which you are a party.',
  ),
  'exchange.partner-unknown': refusal(
    422,
    '没有代码为 {partner} 的合作机构，或其为本单位。',
    'There is no other organisation {partner} to agree with.',
  ),
  'exchange.term-wrong': refusal(
    422,
    '协议期限应自起始日 {from} 至其后的终止日，而非 {until}。',
    'The term must end after it begins on {from}, not on {until}.',
  ),
  'exchange.signed-by-person': refusal(
    403,
    '协议须由具名人员签署，接口客户端不得签署。',
    'An agreement is signed by a named person; an API client signs nothing.',
  ),
  'exchange.already-settled': refusal(
    409,
    '贵方已签署，或协议已撤销。',
    'Your side has signed already, or the agreement was revoked.',
  ),
  // disclosure
  'disclosure.entry-unknown': refusal(
    404,
    '没有公示中的名单条目 {entry}：编号不对，或该条目已移出、期满。',
    'No list entry {entry} is on display: the number is wrong, or the entry has been removed or has ended.',
  ),
  'disclosure.fact-not-public': refusal(
    404,
    '该事实现在不公示，原文不予提供；仍可核验其指纹是否在公开日志中。',
    'This fact is not on public display now, so its text is not given; that its fingerprint is in the public log can still be checked.',
  ),
  'disclosure.list-unknown': refusal(
    404,
    '没有名为“{listType}”的公示名单，可查阅 /public/lists。',
    'There is no public list named "{listType}"; see /public/lists.',
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
