/** Reading and writing from pages: cached reads, writes with their intention's key. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { read, send, type Query, type Write } from './call'
import { Intent } from './intent'
import type { Problem } from './problem'

/** Reads a path; `on: false` waits. */
export function useRead<T>(path: string, query: Query = {}, options: { on?: boolean; every?: number | ((last: T | undefined) => number | false); keep?: boolean } = {}) {
  const { on = true, every, keep } = options
  return useQuery<T, Problem>({
    queryKey: [path, query],
    queryFn: ({ signal }) => read<T>(path, query, signal),
    enabled: on,
    refetchInterval: typeof every === 'function' ? (q) => every(q.state.data) : every,
    placeholderData: keep ? (before) => before : undefined,
  })
}

export interface Act {
  path: string
  body?: unknown
  method?: Write
}

/**
 * Writes. Every list and record on the screen is read again afterwards: a verb may move more than the page knows.
 */
export function useAct<T = unknown>() {
  const cache = useQueryClient()
  const intent = useRef(new Intent())
  return useMutation<T, Problem, Act>({
    mutationFn: (act) => send<T>(act.method ?? 'POST', act.path, act.body, intent.current.key(act)),
    onSuccess: () => {
      intent.current.settled()
      void cache.invalidateQueries()
    },
    onError: (problem) => {
      if (problem.status !== 0) intent.current.settled()
    },
  })
}
