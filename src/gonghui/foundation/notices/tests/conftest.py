import pytest

from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree


@pytest.fixture
def tree(db):
    """The tree of units, seen as the system sees it until the test ends."""
    with sight.system("tests"):
        yield a_tree()
