/**
 * The demonstration county for tests of the served product: loaded once by the run and copied for each file, which may
 * then do with it what it likes. A file that is run alone loads its own.
 */
import { constants, cpSync } from 'node:fs'

export const countyOrders = '2000'

/** Settings of an installation in `folder`, which is filled here or at its first start. */
export function countyIn(folder: string): Record<string, string> {
  const prepared = process.env.XINHENG_TEST_COUNTY
  if (prepared) cpSync(prepared, folder, { recursive: true, mode: constants.COPYFILE_FICLONE })
  return {
    XINHENG_DATA: folder,
    XINHENG_DEMO_ORDERS: countyOrders,
    XINHENG_LOG: 'error',
    PORT: '0',
  }
}
