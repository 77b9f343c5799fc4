"""Files and second factors under an older key, or plain from before papers were encrypted, are encrypted anew (T05)."""

import base64
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from gonghui.foundation.accounts.adapters import SECOND_FACTOR
from gonghui.foundation.documents import sealed, storing
from gonghui.foundation.documents.models import Document
from gonghui.foundation.funds.bank import cupboard
from gonghui.kernel.encryption import Unreadable, key_of, newest_key, seal, unseal_bytes

from .renewing import CLOSED, OWNER, Outcome

UNKNOWN = "a file belongs to no record"


def files() -> Iterator[Path]:
    """Every kept file: papers and workbooks, then bank files."""
    yield from sorted(storing.root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"))
    yield from sorted(path for path in storing.root().glob("bank/*/*") if not path.name.startswith("."))


def key_of_file(path: Path) -> int | None:
    """The number of the key a file is under; None for a plain one, and for one that has just been taken away."""
    try:
        with path.open("rb") as file:
            return key_of(file.read(2))
    except FileNotFoundError:
        return newest_key()


def renew_files(outcome: Outcome) -> None:
    """Encrypt every file anew that is plain or under an older key. Raises Refused."""
    for path in files():
        if key_of_file(path) == newest_key():
            continue
        try:
            bound_to, plain_digest = _owner_of(path)
            storing.renew(path, lambda kept, to=bound_to, digest=plain_digest: seal(_opened(kept, to, digest), to))
            outcome.renewed += 1
        except Unreadable:
            outcome.refuse(CLOSED, path)
        except LookupError:
            outcome.refuse(UNKNOWN, path)


def _opened(kept: bytes, bound_to: bytes, plain_digest: str) -> bytes:
    if plain_digest and sealed.digest_of(kept) == plain_digest:
        return kept
    return unseal_bytes(kept, bound_to)


def _owner_of(path: Path) -> tuple[bytes, str]:
    """To what a file is bound, and the digest it may have while it is plain. Raises LookupError."""
    if path.parent.parent.name == "bank":
        return cupboard.bound_to(path.parent.name, path.name), ""
    for model in (Document, *sealed.keepers):
        if record := model._base_manager.using(OWNER).filter(stored_name=UUID(path.name)).first():
            return sealed.bound_to(record), record.sha256 if model is Document else ""
    raise LookupError(path)


def renew_second_factors(outcome: Outcome) -> None:
    """Encrypt the secrets of second factors anew. Raises Refused."""
    for pk in _with_secrets().order_by("pk").values_list("pk", flat=True):
        with transaction.atomic(using=OWNER):
            factor = Authenticator.objects.using(OWNER).select_for_update().get(pk=pk)
            try:
                renewed = {name: _renewed(value) for name, value in factor.data.items()}
            except Unreadable:
                outcome.refuse(CLOSED, f"mfa.Authenticator #{pk}")
                continue
            if renewed != factor.data:
                factor.data = renewed
                factor.save(using=OWNER, update_fields=["data"])
                outcome.renewed += 1


def keys_of_second_factors() -> set[int]:
    """The numbers of the keys that second factors are under."""
    data = _with_secrets().values_list("data", flat=True)
    return {key for each in data for value in each.values() for text in _texts(value) if (key := _key_of_text(text))}


def _with_secrets():
    return Authenticator.objects.using(OWNER).exclude(type=Authenticator.Type.WEBAUTHN)


def _texts(value) -> list[str]:
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _key_of_text(text: str) -> int | None:
    try:
        return key_of(base64.b64decode(text, validate=True))
    except ValueError:
        return None


def _renewed(value):
    """A stored value, or each of a list, under the newest key; what is no ciphertext of ours stays as it is."""
    if isinstance(value, list):
        return [_renewed(each) for each in value]
    if not isinstance(value, str) or _key_of_text(value) in (None, newest_key()):
        return value
    plain = unseal_bytes(base64.b64decode(value), SECOND_FACTOR)
    return base64.b64encode(seal(plain, SECOND_FACTOR)).decode()
