"""What every template and stylesheet keeps to: a strict content security policy, old desktops, four skeletons."""

import re
from pathlib import Path

import pytest

import gonghui

PACKAGE = Path(gonghui.__file__).parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
STYLES = sorted(PACKAGE.rglob("static/**/*.css"))
SCRIPTS = sorted(PACKAGE.rglob("static/**/*.js"))
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style|javascript:|\shx-on""", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE)
TOO_NEW = re.compile(r"oklch|color-mix|:has\(|@layer|@container|aspect-ratio|\binset:")


def text_of(path) -> str:
    return path.read_text(encoding="utf-8")


def name_of(path) -> str:
    return str(path.relative_to(PACKAGE))


def test_there_is_something_to_look_at():
    assert TEMPLATES
    assert STYLES
    assert SCRIPTS


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_no_inline_style_or_script(path):
    assert INLINE.findall(text_of(path)) == []
    assert INLINE_SCRIPT.findall(text_of(path)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_never_switch_escaping_off(path):
    assert re.findall(r"\|safe\b|autoescape off", text_of(path)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_name_no_other_host(path):
    hosts = re.findall(r"""(?:src|href|action)=["'](?:https?:)?//[^"']+""", text_of(path))

    assert hosts == []


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_styles_are_read_by_old_desktops(path):
    assert TOO_NEW.findall(re.sub(r"/\*.*?\*/", "", text_of(path), flags=re.DOTALL)) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_scripts_never_evaluate_text(path):
    assert re.findall(r"\beval\(|new Function|innerHTML|document\.write|\.style\b", text_of(path)) == []
