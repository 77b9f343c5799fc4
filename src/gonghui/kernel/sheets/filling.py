"""Word templates: what is wrong with one, and many sheets filled from one, in a child process that may be ended."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from . import archive, running
from .columns import MEGABYTE, Limits

FILLING = replace(Limits(), file_size=5 * MEGABYTE, entries=1000, unpacked=60 * MEGABYTE, seconds=60)


@dataclass(frozen=True)
class Sheet:
    """One filled sheet: the SHA-256 of its words, and how it looks in a browser where that was asked."""

    digest: str
    html: str = ""


@dataclass(frozen=True)
class Filled:
    """Sheets in one Word document, one after another."""

    content: bytes
    sheets: list[Sheet]


def survey(content: bytes, *, fields: dict, head: dict) -> list[dict]:
    """What is wrong with the tags of a template: {code, place, tag, near}.

    `fields` are the names that may stand in it: name -> None, or the names within each row of a list; `head` those of
    its head and foot. Raises Unreadable.
    """
    job = {"do": "survey", "fields": fields, "head": head}
    with tempfile.TemporaryDirectory(prefix="gonghui-") as folder:
        answers = list(running.answers(job | {"path": _kept(content, folder)}, FILLING))
    return [answer["complaint"] for answer in answers if "complaint" in answer]


def fill(
    content: bytes, sheets: Iterable[dict], *, fields: dict, head: dict, margins: dict, note="", html=False
) -> Filled:
    """The template filled once for each of `sheets`, each on a page of its own; `note` stands at the foot of each page.

    `fields` and `head` are names as for `survey`, `margins` the values for head and foot. Raises Unreadable.
    """
    job = {"do": "fill", "fields": fields, "head": head, "margins": margins, "note": note, "html": html}
    with tempfile.TemporaryDirectory(prefix="gonghui-") as folder:
        out = Path(folder) / "filled.docx"
        job |= {"path": _kept(content, folder), "out": str(out)}
        answers = list(running.answers(job, FILLING, ([sheet] for sheet in sheets)))
        written = out.read_bytes()
    digests = [answer["digest"] for answer in answers if "digest" in answer]
    shown = [answer["html"] for answer in answers if "html" in answer] if html else [""] * len(digests)
    return Filled(written, [Sheet(digest, text) for digest, text in zip(digests, shown, strict=True)])


def _kept(content: bytes, folder: str) -> str:
    """The template on disk, looked through."""
    path = Path(folder) / "template.docx"
    path.write_bytes(content)
    archive.inspect(path, FILLING)
    return str(path)
