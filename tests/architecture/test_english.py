"""English is complete: whatever a page says in Chinese, the catalogue says in English."""

import re

from gonghui.config import catalogues

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)[^}]*\}|%[sd]")

IN_FILES = re.compile(r"“[^”]*”|\{\{.*?\}\}|\{%.*?%\}|[\u4e00-\u9fff()]+ \([a-z ]+\)")
"""What stands so in workbooks, bank files and templates in every language: in quotation marks, in tags, glossed."""


def test_english_has_no_gaps():
    assert catalogues.untranslated() == []


def test_english_keeps_every_placeholder():
    wrong = []
    for message in catalogues._read(catalogues.ENGLISH):
        singulars = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = sorted(map(str, PLACEHOLDER.findall(singulars[-1])))
        found = [sorted(map(str, PLACEHOLDER.findall(string))) for string in strings]
        wrong += [message.id for placeholders in found if message.id and placeholders != wanted]

    assert wrong == []


def test_english_has_no_chinese_left():
    chinese = re.compile("[\u4e00-\u9fff]")
    said = [message for message in catalogues._read(catalogues.ENGLISH) if message.id]

    left = [message.id for message in said if chinese.search(IN_FILES.sub("", str(message.string)))]

    assert left == []
