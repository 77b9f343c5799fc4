"""Whose turn it is: the states from which a post may take the next step, asked of the rule book itself."""


def turns(workflow, by, probe) -> list[str]:
    """The states in which a step with a deadline waits for `by`; `probe` is an unsaved record of her own unit."""
    waiting = [step for step in workflow.steps.values() if step.within and not step.quiet and step.by(by, probe)]
    return sorted({state for step in waiting for state in step.since})
