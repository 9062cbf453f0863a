/** Prometheus metrics of one process, exposed at `/metrics`; rooms register their own instruments on the registry. */
import { collectDefaultMetrics, Registry } from 'prom-client'

export type Metrics = Registry

export function createMetrics(collectProcess: boolean): Metrics {
  const registry = new Registry()
  if (collectProcess) collectDefaultMetrics({ register: registry })
  return registry
}
