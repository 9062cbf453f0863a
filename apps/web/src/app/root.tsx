/** The root of all addresses; it draws nothing of its own. */
import { createRootRoute } from '@tanstack/react-router'

export const rootRoute = createRootRoute()
