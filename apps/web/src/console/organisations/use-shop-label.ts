/** A shop in words: its name if known, its platform's name and its number there. */
import { useSpeech } from '../../i18n/language.tsx'
import { useOrganisationsOf } from './of-kinds.ts'

export type LabelledShop = {
  readonly platform: string
  readonly shop: string
  readonly shopName?: string
}

/** Events name a platform by its code; people know it by its name. */
export function useShopLabel(): (shop: LabelledShop) => string {
  const { format } = useSpeech()
  const platforms = useOrganisationsOf(['platform'])
  const names = new Map(platforms.map(({ code, name }) => [code, name]))
  return ({ platform, shop, shopName }) => {
    const place = `${names.get(platform) ?? platform} ${shop}`
    return shopName ? format.aside(shopName, place) : place
  }
}
