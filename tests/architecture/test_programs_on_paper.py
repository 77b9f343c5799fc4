"""Each rule book as a page: docs/programs is what the rule books say, no more and no less.

A changed page is a changed rule; with GONGHUI_WRITE_PAGES=1 this test writes it anew.
"""

import importlib
import os

import pytest

from gonghui.foundation.policies.rules import registry
from gonghui.kernel.workflow import Workflow

from .source import PACKAGE, REPOSITORY

HEAD = "| step | 中文 | from | to | who | within | rule |\n|---|---|---|---|---|---|---|\n"
PAPERS = {
    "hardship": ("Hardship aid 困难职工帮扶", "gonghui.programs.hardship"),
    "organising": ("Organising 组织建设", "gonghui.programs.organising"),
    "funds": ("Money 资金", "gonghui.foundation.funds"),
    "documents": ("Papers 材料", "gonghui.foundation.documents"),
    "notices": ("Public notices 公示", "gonghui.foundation.notices"),
    "plan": ("The year's targets 年度工作目标", "gonghui.desks.plan"),
    "figures": ("Sealed figures 月度封存与更正", "gonghui.desks.figures"),
    "staff": ("People and posts 人员与岗位", "gonghui.desks.staff"),
    "review": ("The year's review 年度述评", "gonghui.desks.review"),
    "privacy": ("Personal data 个人信息", "gonghui.desks.privacy"),
}


def page(name: str) -> str:
    """The rule books of one app as Markdown: each workflow as table and diagram, and the policies."""
    title, package = PAPERS[name]
    parts = [f"# {title}\n\nMade from the rule books in `src/{package.replace('.', '/')}`.\n"]
    for which, told, workflow in _workflows(package):
        rows = "".join(f"| {' | '.join(map(str, row))} |\n" for row in workflow.as_table())
        parts.append(f"## {which}\n\n{told}\n\n{HEAD}{rows}\n```mermaid\n{workflow.as_mermaid()}\n```\n")
    policies = [policy for key, policy in sorted(registry.items()) if key.startswith(f"{name}.")]
    lines = "".join(f"| {p.name} | {p.title} | {p.value} | {p.unit} | {p.cites} |\n" for p in policies)
    parts.append(f"## Policies 政策标准\n\n| name | 中文 | default | unit | rule |\n|---|---|---|---|---|\n{lines}")
    return "\n".join(parts)


def _workflows(package):
    """Name, first line of its module's docstring, and workflow, in the order of the modules."""
    root = PACKAGE.parent / package.replace(".", "/")
    for path in sorted([*root.rglob("rulebook.py"), *root.glob("rulebook/*.py")]):
        module = importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
        for name, value in vars(module).items():
            if isinstance(value, Workflow) and path.name != "__init__.py":
                yield name, module.__doc__.splitlines()[0], value


@pytest.mark.parametrize("name", PAPERS)
def test_the_page_is_what_the_rule_books_say(name):
    paper = REPOSITORY / f"docs/programs/{name}.md"
    if os.environ.get("GONGHUI_WRITE_PAGES"):
        paper.parent.mkdir(parents=True, exist_ok=True)
        paper.write_text(page(name), encoding="utf-8")

    assert paper.read_text(encoding="utf-8") == page(name)
