"""Each rule book as a page: docs/programs is what the rule books say, no more and no less.

A changed page is a changed rule; with GONGHUI_WRITE_PAGES=1 this test writes it anew.
"""

import os

from gonghui.foundation.policies.rules import registry
from gonghui.programs.hardship import rulebook

from .source import REPOSITORY

PAPER = REPOSITORY / "docs/programs/hardship.md"
HEAD = "| step | 中文 | from | to | who | within | rule |\n|---|---|---|---|---|---|---|\n"


def page() -> str:
    """The rule book of hardship aid as Markdown: two workflows as table and diagram, and the policies."""
    parts = ["# Hardship aid 困难职工帮扶\n\nMade from the rule book; see `src/gonghui/programs/hardship/rulebook`.\n"]
    for title, workflow in (("The file 档案", rulebook.FILE), ("The grant 发放", rulebook.AID)):
        rows = "".join(f"| {' | '.join(map(str, row))} |\n" for row in workflow.as_table())
        parts.append(f"## {title}\n\n{HEAD}{rows}\n```mermaid\n{workflow.as_mermaid()}\n```\n")
    policies = [policy for name, policy in sorted(registry.items()) if name.startswith("hardship.")]
    lines = "".join(f"| {p.name} | {p.title} | {p.value} | {p.unit} | {p.cites} |\n" for p in policies)
    parts.append(f"## Policies 政策标准\n\n| name | 中文 | default | unit | rule |\n|---|---|---|---|---|\n{lines}")
    return "\n".join(parts)


def test_the_page_of_hardship_aid_is_what_its_rule_book_says():
    if os.environ.get("GONGHUI_WRITE_PAGES"):
        PAPER.parent.mkdir(parents=True, exist_ok=True)
        PAPER.write_text(page(), encoding="utf-8")

    assert PAPER.read_text(encoding="utf-8") == page()
