"""A new data key writes, older ones read until nothing is under them; then they are put aside (T05)."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.actions.system import NotSetUp
from gonghui.kernel.encryption import newest_key

from ..sentences import CannotRun
from . import layering, ring
from .renewing import Outcome, Refused, models_with_secrets, renew_records, uses
from .renewing_files import files, key_of_file, keys_of_second_factors, renew_files, renew_second_factors


def rotate(*, is_resumed: bool) -> Outcome:
    """Draw a new data key, unless an earlier rotation is taken up, and renew everything. Raises `CannotRun`."""
    outcome = _outcome()
    if not is_resumed:
        if unfinished := [str(key) for key in range(1, newest_key()) if users_of(key)]:
            raise CannotRun(
                f"上一次更换还没有完成（密钥 {'、'.join(unfinished)} 仍在使用）；请运行 gonghui rotate_keys --resume。",
                "The last rotation is not finished; run gonghui rotate_keys --resume.",
            )
        ring.add(Path(settings.KEYS_FOLDER), f"data-{_next_data_key()}.key")
    return _until_refused(outcome, renew_records, renew_second_factors, renew_files)


def rotate_index() -> Outcome:
    """Lay a new key over all blind indexes. Raises `CannotRun`."""
    return _until_refused(_outcome(), layering.lay_over)


def retire(key: int) -> None:
    """Put a data key aside that nothing uses. Raises `CannotRun`."""
    folder = Path(settings.KEYS_FOLDER)
    if not (folder / f"data-{key}.key").exists():
        raise CannotRun(f"没有密钥 data-{key}.key。", f"There is no key data-{key}.key.")
    if key == newest_key():
        raise CannotRun(f"密钥 {key} 正在写入，不能停用。", f"Key {key} writes; it is not retired.")
    if users := users_of(key):
        raise CannotRun(
            f"密钥 {key} 还在使用（{'、'.join(users)}），不能停用；请先运行 gonghui rotate_keys --resume。",
            f"Key {key} is still used and not retired; run gonghui rotate_keys --resume first.",
        )
    ring.put_aside(folder, f"data-{key}.key")


def users_of(key: int) -> list[str]:
    """What is still under a data key, in words."""
    found = [str(model._meta.verbose_name) for model in models_with_secrets() if uses(model, key)]
    if key in keys_of_second_factors():
        found.append("二次验证")
    if any(key_of_file(path) == key for path in files()):
        found.append("文件")
    return found


def _next_data_key() -> int:
    """One more than any that ever was: a number is never given twice."""
    folder = Path(settings.KEYS_FOLDER)
    return 1 + max(ring.newest(each, ring.DATA) for each in (folder, folder / ring.RETIRED))


def _until_refused(outcome: Outcome, *steps) -> Outcome:
    try:
        for step in steps:
            step(outcome)
    except Refused:
        pass
    return outcome


def _outcome() -> Outcome:
    try:
        return Outcome(by=system_post("keys"), on=timezone.localdate())
    except NotSetUp as no:
        raise CannotRun(str(no), "There is no federation yet: run gonghui init first.") from no
