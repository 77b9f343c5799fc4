"""Import contracts over what the product imports; a test may import what it needs to arrange."""

from grimp import ImportGraph
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import ContractCheck


class ProductLayers(LayersContract):
    """Layers, as import-linter checks them, without test modules."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        return super().check(without_tests(graph), verbose)


class ProductIndependence(IndependenceContract):
    """Independence, as import-linter checks it, without test modules."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        return super().check(without_tests(graph), verbose)


def without_tests(graph: ImportGraph) -> ImportGraph:
    for module in [name for name in graph.modules if "tests" in name.split(".")]:
        graph.remove_module(module)
    return graph
