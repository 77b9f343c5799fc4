"""What is shown once: codes of fresh invitations and resets wait, encrypted, in the session of who made them."""

import base64
import json

from gonghui.kernel.encryption import seal, unseal

KEPT = "codes_shown_once"


def keep(request, codes: dict[str, str]) -> None:
    """Keep codes by the number of their record, beside those not looked at yet."""
    waiting = _opened_of(request) | codes
    request.session[KEPT] = base64.b64encode(seal(json.dumps(waiting), _bound_to(request))).decode()


def waits(request, number: str = "") -> bool:
    """Whether the code of a record, or any code, waits to be looked at."""
    waiting = _opened_of(request)
    return number in waiting if number else bool(waiting)


def take(request, prefix: str) -> dict[str, str]:
    """The codes of records whose number begins so; they are shown now and never again."""
    waiting = _opened_of(request)
    taken = {number: code for number, code in waiting.items() if number.startswith(prefix)}
    request.session.pop(KEPT, None)
    if rest := {number: code for number, code in waiting.items() if number not in taken}:
        keep(request, rest)
    return taken


def _bound_to(request) -> bytes:
    return f"staff:once:{request.user.pk}".encode()


def _opened_of(request) -> dict[str, str]:
    kept = request.session.get(KEPT, "")
    return json.loads(unseal(base64.b64decode(kept), _bound_to(request))) if kept else {}
