/** The server's shapes as pages take them: instants in milliseconds, a state with its colour and whose turn it is. */
import type { Verb } from '@kit/api/types'
import type { Family } from '@kit/theme'

/** What every record's answer carries. Its id goes into paths; sent back in a body it goes through Number. */
export interface Standing {
  id: string
  state: string
  stateName: string
  tone: Family
  /** Whose turn it is, in words. */
  turn: string
  /** What this person may do to it now. */
  allowed: Verb[]
  since?: number
}

/** A server's instant for the blocks that show times; 0 is never. */
export const iso = (ms: number | undefined | null): string | undefined => (ms ? new Date(ms).toISOString() : undefined)
