/** Starting a backtest: a model, a past period, and where wanted two sets of parameters to compare. */
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { ModelCardPage } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { backtestWords } from './backtest-words.ts'
import '../alerts/alerts.css'
import './models.css'

type Overrides = Readonly<Record<string, string>>

export function BacktestForm({ model }: { model: string | undefined }) {
  const own = useSpeech().say(backtestWords)
  const read = useRead('listModels')
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Skeleton lines={4} />
  return (
    <section className="card stack" aria-labelledby="start">
      <h2 id="start">{own.start}</h2>
      <StartForm models={read.data.items} first={model} />
    </section>
  )
}

const dayMs = 86_400_000
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
/** Days of the form are days in China. */
const midnight = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString()

function StartForm({
  models,
  first,
}: {
  models: readonly ModelCardPage[]
  first: string | undefined
}) {
  const { say } = useSpeech()
  const own = say(backtestWords)
  const navigate = useNavigate()
  const [code, setCode] = useState(first ?? models[0]?.code ?? '')
  const [from, setFrom] = useState(() => dayOf(Date.now() - 90 * dayMs))
  const [until, setUntil] = useState(() => dayOf(Date.now()))
  const [compare, setCompare] = useState(false)
  const [sides, setSides] = useState<readonly [Overrides, Overrides]>([{}, {}])
  const card = models.find(model => model.code === code)
  const start = useMutation({
    mutationFn: () =>
      call('startBacktest', {
        body: {
          model: code,
          parameters: valuesOf(card, sides[0]),
          from: midnight(from),
          until: midnight(until),
          ...(compare && { against: { model: code, parameters: valuesOf(card, sides[1]) } }),
        },
      }),
    onSuccess: ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: ['listBacktests'] })
      void navigate({ to: '/console/backtests/$id', params: { id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    start.mutate()
  }
  const override = (side: 0 | 1, name: string, value: string) => {
    const changed = { ...sides[side], [name]: value }
    setSides(side === 0 ? [changed, sides[1]] : [sides[0], changed])
  }
  return (
    <form className="stack" onSubmit={submit}>
      <div className="alert-filters">
        <div className="filter-wide">
          <Field label={own.model}>
            {attributes => (
              <select
                {...attributes}
                value={code}
                onChange={event => {
                  setCode(event.target.value)
                  setSides([{}, {}])
                }}
              >
                {models.map(model => (
                  <option key={model.code} value={model.code}>
                    {say({ zh: model.titleZh, en: model.titleEn })} {model.version}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
        <Field label={own.from} required>
          {attributes => (
            <input
              {...attributes}
              type="date"
              value={from}
              max={until}
              onChange={event => setFrom(event.target.value)}
            />
          )}
        </Field>
        <Field label={own.until} required>
          {attributes => (
            <input
              {...attributes}
              type="date"
              value={until}
              min={from}
              onChange={event => setUntil(event.target.value)}
            />
          )}
        </Field>
      </div>
      <label>
        <input
          type="checkbox"
          checked={compare}
          onChange={event => setCompare(event.target.checked)}
        />{' '}
        {own.compare}
      </label>
      {compare && card && <ParameterSets card={card} sides={sides} override={override} />}
      {start.error && <ErrorState error={start.error} />}
      <p>
        <Button type="submit" weight="primary" disabled={start.isPending}>
          {own.start}
        </Button>
      </p>
    </form>
  )
}

function ParameterSets({
  card,
  sides,
  override,
}: {
  card: ModelCardPage
  sides: readonly [Overrides, Overrides]
  override: (side: 0 | 1, name: string, value: string) => void
}) {
  const { say } = useSpeech()
  const own = say(backtestWords)
  return (
    <fieldset className="parameter-sets">
      <legend className="small soft">{own.hint}</legend>
      <span className="small soft">{own.parameter}</span>
      <span className="small soft">{own.first}</span>
      <span className="small soft">{own.second}</span>
      {numbersOf(card).map(parameter => (
        <ParameterRow
          key={parameter.name}
          parameter={parameter}
          sides={sides}
          override={override}
        />
      ))}
    </fieldset>
  )
}

function ParameterRow({
  parameter,
  sides,
  override,
}: {
  parameter: ModelCardPage['parameters'][number]
  sides: readonly [Overrides, Overrides]
  override: (side: 0 | 1, name: string, value: string) => void
}) {
  const { say } = useSpeech()
  const own = say(backtestWords)
  return (
    <>
      <span>
        {say(parameter)} <code className="small soft">{parameter.name}</code>
      </span>
      {([0, 1] as const).map(side => (
        <input
          key={side}
          className="input"
          type="number"
          step="any"
          aria-label={`${say(parameter)} · ${side === 0 ? own.first : own.second}`}
          placeholder={String(parameter.value)}
          value={sides[side][parameter.name] ?? ''}
          onChange={event => override(side, parameter.name, event.target.value)}
        />
      ))}
    </>
  )
}

/** Tables such as the days of sales are changed as policy, not tried here. */
const numbersOf = ({ parameters }: ModelCardPage) =>
  parameters.filter(({ value }) => typeof value === 'number')

function valuesOf(card: ModelCardPage | undefined, given: Overrides): Record<string, number> {
  const names = card ? numbersOf(card).map(({ name }) => name) : []
  return Object.fromEntries(
    names.flatMap(name => (given[name] ? [[name, Number(given[name])] as const] : [])),
  )
}
