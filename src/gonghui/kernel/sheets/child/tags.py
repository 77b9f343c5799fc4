"""Finds the fields and loops of a Word template, each with its place, and what is wrong with them.

Only names, comparisons and a few filters may stand in a tag: nothing is called, imported, multiplied or set.
"""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TAG = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<statement>.*?)%\}", re.DOTALL)
LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|｛{2}|｛%")
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "　": " ", "\xa0": " "})
FILTERS = ("default", "join", "length")
LOOP: dict[str, None] = {"index": None, "first": None, "last": None, "length": None}
ALLOWED = (nodes.Name, nodes.Const, nodes.Getattr, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or,
           nodes.CondExpr, nodes.Filter)  # fmt: skip
MOST_COMPLAINTS = 20


def environment() -> ImmutableSandboxedEnvironment:
    """Where tags are read and filled: what is filled in is text for ever, and nothing can be reached from it."""
    made = ImmutableSandboxedEnvironment(autoescape=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests.clear()
    return made


@dataclass
class Opened:
    """A loop or condition that waits for its end."""

    word: str
    paragraph: Any
    place: dict
    scope: dict
    parts: list = field(default_factory=list)


class Survey:
    """Walks a part of the document in reading order; `complaints` are {code, place, …}."""

    def __init__(self, fields: dict, place: dict | None = None):
        self.complaints: list[dict] = []
        self.scopes: list[dict] = [fields]
        self.open: list[Opened] = []
        self.environment = environment()
        self.alone: list[tuple[Any, str]] = []
        self.place = place or {}

    def walk(self, root) -> None:
        """Look through all paragraphs of a part."""
        for paragraph, place in paragraphs(root):
            self._look(paragraph, place | self.place)
        for left in self.open:
            self._object("not_closed", left.place, tag=left.word)

    def _object(self, code, place, **facts):
        if len(self.complaints) < MOST_COMPLAINTS:
            self.complaints.append({"code": code, "place": place, **facts})

    def _look(self, paragraph, place):
        text = text_of(paragraph)
        if found := LEFT_OVER.search(TAG.sub("", text)):
            self._object("broken", place, tag=text[max(0, text.find(found[0])) :][:30])
        for tag in TAG.finditer(text):
            if tag["value"] is not None:
                self._value(tag["value"].translate(PLAIN), place)
            else:
                self._statement(tag["statement"].translate(PLAIN).strip(), paragraph, place)

    def _value(self, text, place):
        tree = self._parsed("{{" + text + "}}", text, place)
        if tree is not None and self._check(tree.body[0].nodes[0], text, place) is not None:
            self._object("a_list", place, tag=text.strip()[:30])

    def _parsed(self, source, text, place):
        try:
            return self.environment.parse(source)
        except TemplateSyntaxError:
            self._object("broken", place, tag=text.strip()[:30])
            return None

    def _statement(self, text, paragraph, place):
        text = re.sub(r"^(tr|tc|p)\s+", "", text)
        word = text.partition(" ")[0]
        if word in ("for", "if"):
            self._begin(word, text, paragraph, place)
        elif word in ("elif", "else") and self.open and (self.open[-1].word == "if" or word == "else"):
            if word == "elif" and (tree := self._parsed("{% if " + text[5:] + " %}{% endif %}", text, place)):
                self._check(tree.body[0].test, text, place)
            self.open[-1].parts.append((paragraph, place))
        elif word in ("endfor", "endif") and self.open and self.open[-1].word == word[3:]:
            self._end(paragraph, place)
        else:
            closes = word in ("endfor", "endif", "else", "elif")
            self._object("not_opened" if closes else "not_allowed", place, tag=text[:30])

    def _begin(self, word, text, paragraph, place):
        tree = self._parsed("{% " + text + " %}{% end" + word + " %}", text, place)
        scope: dict = {}
        if tree is not None and word == "if":
            self._check(tree.body[0].test, text, place)
        elif tree is not None:
            loop = tree.body[0]
            kind = self._check(loop.iter, text, place)
            if not isinstance(loop.target, nodes.Name) or loop.recursive or loop.test or kind is None:
                self._object("not_a_list", place, tag=text[:30])
            else:
                scope = {loop.target.name: kind, "loop": LOOP}
        self.scopes.append(scope)
        self.open.append(Opened(word, paragraph, place, scope))

    def _end(self, paragraph, place):
        opened = self.open.pop()
        self.scopes.pop()
        together = [each for each, _place in ((opened.paragraph, opened.place), *opened.parts, (paragraph, place))]
        if any(each is not together[0] for each in together) and not self._stand_alone(together):
            self._object("crosses", opened.place, tag=opened.word)

    def _stand_alone(self, together) -> bool:
        """Whether the tags stand alone in paragraphs side by side, or in rows of one table; remembers which."""
        for kind, boxes in (("tr", [row_of(each) for each in together]), ("p", together)):
            beside = {box.getparent() if box is not None else None for box in boxes}
            if len(beside) == 1 and None not in boxes and all(TAG.fullmatch(text_of(box).strip()) for box in boxes):
                self.alone += [(each, kind) for each in together]
                return True
        return False

    def _check(self, node, text, place) -> dict | None:
        """Complain of unknown names and of what may not be done; gives the fields of a list, else None."""
        if isinstance(node, nodes.Name | nodes.Getattr):
            return self._known(node, place)
        if not isinstance(node, ALLOWED) or (isinstance(node, nodes.Filter) and node.name not in FILTERS):
            self._object("not_allowed", place, tag=text.strip()[:30])
            return None
        for inner in node.iter_child_nodes():
            self._check(inner, text, place)
        return None

    def _known(self, node, place) -> dict | None:
        if isinstance(node, nodes.Name):
            known = {name: kind for scope in self.scopes for name, kind in scope.items()}
            name, shown = node.name, node.name
        elif isinstance(node.node, nodes.Name):
            known, name = self._known(node.node, place) or {}, node.attr
            shown = f"{node.node.name}.{name}"
        else:
            known, name, shown = {}, node.attr, node.attr
        if name in known:
            return known[name]
        self._object("unknown", place, tag=shown[:30], near=get_close_matches(name, known, 3, 0.3))
        return None


def settle(survey: Survey) -> None:
    """Write tags that stand alone so that the row or paragraph around them goes with them."""
    for paragraph, kind in survey.alone:
        texts = list(paragraph.iter(f"{W}t"))
        inner = re.sub(r"^\{%\s*(?:tr|tc|p)?\s", "", text_of(paragraph).strip())
        texts[0].text = "{%" + kind + " " + inner
        for each in texts[1:]:
            each.text = ""


def paragraphs(root):
    """Each paragraph of a part in reading order, with its place in words a person counts by."""
    counted = {"paragraph": 0, "table": 0}
    for each in root.iter(f"{W}p", f"{W}tbl"):
        cell = next(each.iterancestors(f"{W}tc"), None)
        if each.tag == f"{W}tbl":
            counted["table"] += cell is None
        elif cell is None:
            counted["paragraph"] += 1
            yield each, {"paragraph": counted["paragraph"]}
        else:
            yield each, {"table": counted["table"], **_in_table(cell)}


def _in_table(cell) -> dict:
    """Row and cell of the outermost table."""
    while (outer := next(cell.getparent().iterancestors(f"{W}tc"), None)) is not None:
        cell = outer
    row = cell.getparent()
    rows, cells = row.getparent().findall(f"{W}tr"), row.findall(f"{W}tc")
    return {"row": rows.index(row) + 1 if row in rows else 0, "cell": cells.index(cell) + 1 if cell in cells else 0}


def row_of(paragraph):
    return next(paragraph.iterancestors(f"{W}tr"), None)


def text_of(element) -> str:
    """The text of a paragraph or row as one reads it."""
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def parsed(content: bytes):
    """XML without entities, networks or giant nodes."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
