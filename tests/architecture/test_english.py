"""English is complete: whatever a page says in Chinese, the catalogue says in English."""

import re

import pytest

from gonghui.config import catalogues

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)[^}]*\}|%[sd]")


def test_english_has_no_gaps():
    assert catalogues.untranslated() == []


def test_english_keeps_every_placeholder():
    wrong = []
    for message in catalogues._read(catalogues.ENGLISH):
        singulars = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = sorted(map(str, PLACEHOLDER.findall(singulars[-1])))
        wrong += [message.id for string in strings if message.id and sorted(map(str, PLACEHOLDER.findall(string))) != wanted]

    assert wrong == []


def test_english_has_no_chinese_left():
    chinese = re.compile("[\u4e00-\u9fff]")
    allowed = {"中", "简体中文"}
    left = [m.id for m in catalogues._read(catalogues.ENGLISH) if m.id and m.id not in allowed and chinese.search(str(m.string))]

    assert left == [] or pytest.fail(str(left[:5]))
