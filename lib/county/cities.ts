/**
 * Where parcels come from and go to: GB/T 2260 codes with coordinates rounded to a tenth of a
 * degree, enough for a delivery time that grows with distance, and how many of the county's buyers
 * live there. The county itself is 宁晋县, 130528.
 */

export type City = {
  code: string
  latitude: number
  longitude: number
  /** Relative number of buyers. */
  buyers: number
}

export const HOME_CITY = 0

export const CITIES: readonly City[] = [
  city('130528', 37.6, 114.9, 260),
  city('130581', 37.4, 115.4, 20),
  city('130525', 37.4, 114.8, 24),
  city('130503', 37.1, 114.5, 40),
  city('130102', 38.0, 114.5, 44),
  city('130402', 36.6, 114.5, 24),
  city('131102', 37.7, 115.7, 24),
  city('130602', 38.9, 115.5, 22),
  city('130202', 39.6, 118.2, 14),
  city('110105', 39.9, 116.4, 34),
  city('120101', 39.1, 117.2, 22),
  city('370102', 36.7, 117.0, 22),
  city('370202', 36.1, 120.4, 14),
  city('140105', 37.9, 112.6, 16),
  city('410102', 34.7, 113.6, 22),
  city('610103', 34.3, 108.9, 14),
  city('320102', 32.1, 118.8, 16),
  city('320505', 31.3, 120.6, 14),
  city('310115', 31.2, 121.5, 22),
  city('330106', 30.3, 120.1, 18),
  city('330782', 29.3, 120.1, 8),
  city('340104', 31.8, 117.2, 10),
  city('420106', 30.5, 114.3, 14),
  city('430102', 28.2, 113.0, 10),
  city('360102', 28.7, 115.9, 8),
  city('350102', 26.1, 119.3, 8),
  city('350203', 24.5, 118.1, 8),
  city('440106', 23.1, 113.3, 16),
  city('440305', 22.5, 113.9, 14),
  city('450103', 22.8, 108.4, 6),
  city('510104', 30.6, 104.1, 14),
  city('500103', 29.6, 106.6, 10),
  city('530102', 25.0, 102.7, 6),
  city('520102', 26.6, 106.7, 5),
  city('620102', 36.1, 103.8, 5),
  city('150102', 40.8, 111.7, 6),
  city('210102', 41.8, 123.4, 10),
  city('220102', 43.9, 125.3, 6),
  city('230102', 45.8, 126.5, 6),
  city('650102', 43.8, 87.6, 3),
]

/** Great-circle distance of two places of `CITIES` in km. */
export function distanceKm(from: number, to: number): number {
  return DISTANCES[from * CITIES.length + to]!
}

const DISTANCES = Float64Array.from({ length: CITIES.length ** 2 }, (_, i) =>
  haversineKm(CITIES[Math.floor(i / CITIES.length)]!, CITIES[i % CITIES.length]!),
)

function haversineKm(a: City, b: City): number {
  const radians = Math.PI / 180
  const dLatitude = (b.latitude - a.latitude) * radians
  const dLongitude = (b.longitude - a.longitude) * radians
  const chord =
    Math.sin(dLatitude / 2) ** 2 +
    Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * Math.sin(dLongitude / 2) ** 2
  return 2 * 6371 * Math.asin(Math.sqrt(chord))
}

function city(code: string, latitude: number, longitude: number, buyers: number): City {
  return { code, latitude, longitude, buyers }
}
