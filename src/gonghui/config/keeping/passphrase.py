"""The passphrase of the wrapped ring: from `GONGHUI_PASSPHRASE`, else asked for at the terminal."""

import getpass
import os
import sys

from ..sentences import CannotRun


def asked(*, is_new: bool) -> str:
    """The passphrase; a new one is typed twice. Raises `CannotRun` when nobody can be asked."""
    if named := os.environ.get("GONGHUI_PASSPHRASE"):
        return named
    if not sys.stdin.isatty():
        raise CannotRun(
            "需要口令：请在终端运行，或设置环境变量 GONGHUI_PASSPHRASE。",
            "A passphrase is needed: run this at a terminal or set GONGHUI_PASSPHRASE.",
        )
    typed = getpass.getpass("密钥文件的口令 passphrase: ")
    if is_new and getpass.getpass("再输入一次 once more: ") != typed:
        raise CannotRun("两次输入的口令不同。", "The two passphrases differ.")
    return typed
