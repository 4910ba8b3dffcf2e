/** A state in its family's colour; never colour alone, the word is always there. */
import { familyOf } from './states'
import { families, type Family } from './theme'

export function StateTag({ name, family = familyOf(name) }: { name: string; family?: Family }) {
  const c = families[family]
  return (
    <span className="kg-tag" style={{ color: c.ink, background: c.ground, borderColor: c.line }}>
      {name}
    </span>
  )
}
