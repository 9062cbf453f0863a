/** A chart by echarts, fetched when one is opened. Its table says the same, so to a screen reader it is a picture. */
import type { EChartsOption } from 'echarts'
import { useEffect, useRef } from 'react'

export function Chart({ option, label }: { option: EChartsOption; label: string }) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<{ setOption(option: EChartsOption, replace: boolean): void } | null>(null)
  const latest = useRef(option)
  latest.current = option
  useEffect(() => {
    let close: (() => void) | undefined
    let gone = false
    const open = async () => {
      const { echarts } = await import('./echarts.ts')
      if (gone || !box.current) return
      const opened = echarts.init(box.current)
      const resized = new ResizeObserver(() => opened.resize())
      resized.observe(box.current)
      opened.setOption(latest.current)
      chart.current = opened
      close = () => {
        resized.disconnect()
        opened.dispose()
      }
    }
    void open()
    return () => {
      gone = true
      chart.current = null
      close?.()
    }
  }, [])
  useEffect(() => chart.current?.setOption(option, true), [option])
  return <div ref={box} className="chart" role="img" aria-label={label} />
}
