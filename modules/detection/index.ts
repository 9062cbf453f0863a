/** The detection room's door: models, what they suspect, and the alerts that people judge. */
export { feed, startOfTime } from './event-feed.ts'
export type { Detector, Model, ModelCard, Parameters, Suspicion } from './model.ts'
export { shippedModels } from './models/shipped-models.ts'
export { parametersOf, shippedParameters } from './parameters.ts'
