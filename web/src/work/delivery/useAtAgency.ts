/** All sealed cards that an agency keeps, in the order of their boxes. */
import { useQuery } from '@tanstack/react-query'
import { read } from '@kit/api/call'
import type { Problem } from '@kit/api/problem'
import type { Listing } from '@kit/api/types'
import type { Card } from './delivery'
import { comparePositions } from './numbers'

// As many as one list may hold; the server refuses more.
const most = 20_000

async function readAll(agency: string, signal: AbortSignal): Promise<Card[]> {
  const cards: Card[] = []
  let after = ''
  do {
    const page: Listing<Card> = await read<Listing<Card>>('/cards', { keeper: 'agency', holder: agency, state: '0', after, limit: 500 }, signal)
    cards.push(...page.items)
    after = page.next
  } while (after && cards.length < most)
  return cards.sort((a, b) => comparePositions(a.position, b.position))
}

export function useAtAgency(agency: string | undefined, on: boolean) {
  return useQuery<Card[], Problem>({ queryKey: ['/cards', 'at agency', agency], queryFn: ({ signal }) => readAll(agency!, signal), enabled: on && !!agency, refetchOnWindowFocus: false })
}
