/** Idempotency keys: one per thing a person wants done, kept for as long as we don't know whether it was done. */

/** A random UUID (v4). crypto.randomUUID is absent on plain http in an intranet, so it is made of random bytes. */
export function uuid(): string {
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = (b[6]! & 0x0f) | 0x40
  b[8] = (b[8]! & 0x3f) | 0x80
  const hex = Array.from(b, (n) => n.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/**
 * Holds the key of one button. Pressing again after the net failed sends the same key, so the server does it once;
 * after any answer, or when something else is sent, the next press is a new intention.
 */
export class Intent {
  #what = ''
  #key = ''

  /** The key to send with this request. */
  key(what: unknown): string {
    const now = JSON.stringify(what)
    if (this.#key === '' || now !== this.#what) {
      this.#what = now
      this.#key = uuid()
    }
    return this.#key
  }

  /** The server has answered: this intention is over. */
  settled(): void {
    this.#key = ''
  }
}
