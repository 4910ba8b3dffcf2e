/** The server's clock. The demo city's day is cranked, and a PC's clock may be wrong: ages are reckoned from here. */
let ahead = 0

/** Told with every /me: what the server's clock said, and when by this PC's clock it said so. */
export const setServerNow = (now: string, heardMs: number): void => {
  const ms = Date.parse(now)
  if (!Number.isNaN(ms)) ahead = ms - heardMs
}

export const nowMs = (): number => Date.now() + ahead
