/** Keeps a page that broke from taking the frame along; the words can be copied for whoever mends it. */
import { Component, type ReactNode } from 'react'
import { asProblem, type Problem } from './api/problem'
import { ProblemState } from './Problem'

export class ErrorWall extends Component<{ children: ReactNode }, { problem?: Problem }> {
  override state: { problem?: Problem } = {}
  static getDerivedStateFromError(e: unknown) {
    return { problem: asProblem(e) }
  }
  override render() {
    if (!this.state.problem) return this.props.children
    // A page file that cannot be fetched is mostly an old tab after an update: reading all anew mends it.
    return <ProblemState of={this.state.problem} retry={() => location.reload()} />
  }
}
