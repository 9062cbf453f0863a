/** A readable API reference at `/docs`, rendered from the operation table on the server: no script, no third party. */
import type { Operation, Operations, Role } from '#contract'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, c => escapes[c]!)

export function apiReference(
  table: Operations,
  roles: Readonly<Record<string, readonly Role[]>>,
): string {
  const entries = Object.entries(table)
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>信衡 API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:64rem;margin:0 auto;padding:1rem;color:#1f2933}
h1{font-size:1.5rem}h2{font-size:1.05rem;margin:2rem 0 .25rem}code{font-family:ui-monospace,monospace}
.method{display:inline-block;min-width:4rem;font-weight:700;color:#0b4f8a}pre{background:#f4f6f8;padding:.75rem;overflow:auto;font-size:.85rem}
nav ul{columns:2;padding-left:1rem}@media(max-width:40rem){nav ul{columns:1}}small{color:#52606d}</style></head><body>
<h1>信衡 Xinheng API</h1><p>机器可读的定义 / machine-readable: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1)。
登录会话用 Cookie，机构系统用 Bearer 令牌；错误按 RFC 9457 返回。</p>
<nav aria-label="operations"><ul>${entries.map(([name, o]) => `<li><a href="#${name}">${escaped(o.zh)}</a></li>`).join('')}</ul></nav>
<main>${entries.map(([name, o]) => section(name, o, roles[name] ?? [])).join('')}</main></body></html>`
}

function section(name: string, o: Operation, roles: readonly Role[]): string {
  const path = `${o.root ? '' : '/api/v1'}${o.path}`
  const part = (title: string, schema: unknown) =>
    schema
      ? `<details><summary>${title}</summary><pre>${escaped(JSON.stringify(schema, null, 2))}</pre></details>`
      : ''
  return `<section><h2 id="${name}">${escaped(o.zh)} <small>${escaped(o.en)}</small></h2>
<p><span class="method">${o.method}</span> <code>${escaped(path)}</code><br>
<small>${roles.includes('public') ? '公开 / public' : escaped(roles.join(', '))}${o.purpose ? ' · X-Purpose' : ''}</small></p>
${part('参数 / parameters', o.params)}${part('查询 / query', o.query)}${part('正文 / body', o.body)}${part('回答 / answer', o.answer)}</section>`
}
