"""Keys change while records, papers and the journal stay what they were (T05, X-R4)."""

import base64
import shutil
from datetime import date
from pathlib import Path

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connections, models, transaction

from gonghui.config import database
from gonghui.config.keeping import layering, renewing, rotating
from gonghui.config.readiness import make_keys
from gonghui.config.sentences import CannotRun
from gonghui.foundation.accounts.adapters import SecondFactorAdapter
from gonghui.foundation.accounts.models import User
from gonghui.foundation.accounts.tests.people import a_worker
from gonghui.foundation.documents import actions as documents
from gonghui.foundation.documents import owners, sealed, storing
from gonghui.foundation.documents.models import Document
from gonghui.foundation.documents.tests.files import a_pdf
from gonghui.foundation.funds.bank import cupboard
from gonghui.foundation.funds.models import Claim, Payment
from gonghui.foundation.funds.tests.money import Finance
from gonghui.foundation.journal import sealing
from gonghui.foundation.members.actions import ensure_person
from gonghui.foundation.members.models import Person
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.kernel.encryption import BlindIndex, Unreadable, blind_index, key_of, newest_key, seal
from gonghui.kernel.identifiers import a_test_number

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
MAY_1 = date(2021, 5, 1)
DIGESTS = {
    "sha256", "seed", "after", "previous", "digest",
    "own_digest", "total_digest", "looked_at", "seal", "checked_digest",
}  # fmt: skip
"""Columns of 64 signs that hold digests without a key."""


@pytest.fixture
def keys(tmp_path, settings) -> Path:
    settings.KEYS_FOLDER, settings.MEDIA_ROOT = tmp_path / "keys", tmp_path / "papers"
    settings.JOURNAL_ANCHORS = tmp_path / "anchors.txt"
    make_keys(settings.KEYS_FOLDER)
    return settings.KEYS_FOLDER


@pytest.fixture
def people(keys, monkeypatch):
    """Five persons of a union with their numbers, the first with a paper; and a county's payments."""
    monkeypatch.setitem(owners.registered, "members.person", Person)
    with transaction.atomic(), sight.system("tests"):
        tree = a_tree()
        numbers = [a_test_number("349901", date(1980, 5, day), 1) for day in range(1, 6)]
        found = [ensure_person(name="张测试", id_no=number, unit=tree["jinzhai_union"]) for number in numbers]
        finance = Finance(tree)
        for _ in range(3):
            finance.a_payment()
        upload = ContentFile(a_pdf(), "证明.pdf")
        upload.size = len(a_pdf())
        documents.attach(found[0], upload, kind="proof", by=finance.approver, on=MAY_1)
    return found


@pytest.fixture
def numbers(people):
    return [opened(each) for each in people]


def opened(person) -> str:
    return Person.objects.using("owner").get(pk=person.pk).id_no.open()


def keys_of(model, field) -> set:
    return {key_of(stored) for stored in model.objects.using("owner").values_list(field, flat=True) if stored}


def raw(statement, *values):
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)


def test_rotate_renews_records_papers_and_second_factors(people, numbers, keys):
    user = a_worker(people[0].unit).user
    secret = SecondFactorAdapter().encrypt("TOTPSECRET")
    factor = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": secret})
    cupboard.keep("B-1", "bank.csv", "账号".encode())
    document = Document.objects.using("owner").get()

    outcome = rotating.rotate(is_resumed=False)

    assert (newest_key(), outcome.refused) == (2, [])
    assert keys_of(Person, "id_no") == keys_of(User, "mobile") == keys_of(Payment, "card") == {2}
    assert [opened(each) for each in people] == numbers
    assert sealed.content_of(document) == a_pdf()
    assert key_of(storing.path_of(document.stored_name).read_bytes()) == 2
    assert cupboard.take("B-1", "bank.csv") == "账号".encode()
    factor.refresh_from_db()
    assert key_of(base64.b64decode(factor.data["secret"])) == 2
    assert SecondFactorAdapter().decrypt(factor.data["secret"]) == "TOTPSECRET"
    assert sealing.faults() == []


def test_rotate_encrypts_a_paper_that_lies_plain(people, keys):
    document = Document.objects.using("owner").get()
    storing.path_of(document.stored_name).write_bytes(a_pdf())
    before = sealed.content_of(document)

    rotating.rotate(is_resumed=True)

    assert before == sealed.content_of(document) == a_pdf()
    assert key_of(storing.path_of(document.stored_name).read_bytes()) == 1


def test_rotate_goes_on_after_it_was_cut_off(people, numbers, keys, monkeypatch):
    monkeypatch.setattr(renewing, "BATCH", 2)
    write, calls = renewing.update_columns, []

    def cut_off(*arguments):
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        write(*arguments)

    monkeypatch.setattr(renewing, "update_columns", cut_off)
    with pytest.raises(KeyboardInterrupt):
        rotating.rotate(is_resumed=False)
    monkeypatch.setattr(renewing, "update_columns", write)
    half = sealing.faults()
    with pytest.raises(CannotRun, match="--resume"):
        rotating.rotate(is_resumed=False)

    rotating.rotate(is_resumed=True)

    assert half == sealing.faults() == []
    assert (newest_key(), keys_of(Person, "id_no")) == (2, {2})
    assert [opened(each) for each in people] == numbers


def test_rotate_covers_no_change_up(people, keys):
    payment = Payment.objects.using("owner").first()
    raw("UPDATE funds_payment SET bank_name = '另一家' WHERE id = %s", payment.pk)

    outcome = rotating.rotate(is_resumed=False)

    assert outcome.refused == [{"what": renewing.ALTERED, "where": f"funds.Payment #{payment.pk}"}]
    assert [fault.what for fault in sealing.faults()] == [renewing.ALTERED]
    assert keys_of(Payment, "card") == {1, 2}


def test_rotate_refuses_two_ciphertexts_that_were_swapped(keys):
    with transaction.atomic(), sight.system("tests"):
        tree = a_tree()
        one, other = (a_worker(tree["jinzhai_union"]).user for _ in range(2))
    raw(
        "UPDATE accounts_user u SET mobile = o.mobile FROM accounts_user o WHERE u.id IN (%s, %s)"
        " AND o.id IN (%s, %s) AND o.id <> u.id",
        one.pk, other.pk, one.pk, other.pk,
    )

    outcome = rotating.rotate(is_resumed=False)

    assert sorted(each["where"] for each in outcome.refused) == sorted(f"accounts.User #{u.pk}" for u in (one, other))
    assert {each["what"] for each in outcome.refused} == {renewing.CLOSED}


def test_rotate_touches_nothing_when_a_key_is_wrong(people, keys):
    (keys / "data-1.key").unlink()
    make_keys(keys)
    before = list(Person.objects.using("owner").order_by("pk").values_list("id_no", flat=True))

    outcome = rotating.rotate(is_resumed=False)

    assert {each["what"] for each in outcome.refused} == {renewing.CLOSED}
    assert list(Person.objects.using("owner").order_by("pk").values_list("id_no", flat=True)) == before


def test_rotate_passes_by_rows_in_use_and_comes_back(people, keys, monkeypatch):
    monkeypatch.setattr(renewing, "PATIENCE", 0.1)
    with transaction.atomic(), sight.system("tests"):
        Person.objects.select_for_update().get(pk=people[2].pk)
        with pytest.raises(CannotRun, match="--resume"):
            rotating.rotate(is_resumed=False)
        in_use = keys_of(Person, "id_no")

    rotating.rotate(is_resumed=True)

    assert in_use == {1, 2}
    assert keys_of(Person, "id_no") == {2}


def test_retire_waits_until_nothing_uses_the_key(people, numbers, keys):
    rotating.rotate(is_resumed=False)
    person = people[0]
    old = (keys / "data-2.key").rename(keys / "away")
    raw("UPDATE members_person SET mobile = %s WHERE id = %s", seal("1", mobile_of(person)), person.pk)
    old.rename(keys / "data-2.key")

    with pytest.raises(CannotRun, match="还在使用"):
        rotating.retire(1)
    raw("UPDATE members_person SET mobile = NULL WHERE id = %s", person.pk)
    rotating.retire(1)

    assert sorted(path.name for path in keys.glob("data-*")) == ["data-2.key"]
    assert (keys / "retired" / "data-1.key").exists()
    assert [opened(each) for each in people] == numbers
    with pytest.raises(CannotRun, match="正在写入"):
        rotating.retire(2)
    with pytest.raises(CannotRun, match="没有密钥"):
        rotating.retire(1)


def mobile_of(person) -> bytes:
    return Person._meta.get_field("mobile").bound_to(person)


def test_a_key_that_came_is_seen_without_starting_again(people, numbers, keys):
    assert opened(people[0]) == numbers[0]

    shutil.move(keys / "data-1.key", keys.parent / "data-1.key")
    (keys / "data-5.key").write_bytes(bytes(32))
    with pytest.raises(Unreadable):
        opened(people[0])
    shutil.move(keys.parent / "data-1.key", keys / "data-1.key")

    assert (opened(people[0]), newest_key()) == (numbers[0], 5)


def test_layering_keeps_every_search_and_every_claim(people, numbers, keys):
    claims = {claim.pk: set(claim.household) for claim in Claim.objects.using("owner").all()}

    outcome = rotating.rotate_index()

    assert outcome.refused == sealing.faults() == []
    assert sorted(path.name for path in keys.glob("index*")) == ["index-2.key", "index.key"]
    with transaction.atomic(), sight.system("tests"):
        for person, number in zip(people, numbers, strict=True):
            assert Person.objects.get(id_index=blind_index(number)) == person
    for payment in Payment.objects.using("owner").order_by("pk"):
        assert payment.card_index == blind_index(payment.card.open())
        assert payment.claims.using("owner").get().card_index == payment.card_index
    for claim in Claim.objects.using("owner").all():
        assert claim.person in claim.household
        assert claims[claim.pk].isdisjoint(claim.household)


def test_layering_is_whole_or_nothing(people, keys):
    before = list(Person.objects.using("owner").order_by("pk").values_list("id_index", flat=True))
    raw("UPDATE funds_payment SET bank_name = '另一家'")

    outcome = rotating.rotate_index()

    assert [each["what"] for each in outcome.refused] == [renewing.ALTERED] * 3
    assert list(Person.objects.using("owner").order_by("pk").values_list("id_index", flat=True)) == before
    assert [path.name for path in keys.glob("index*")] == ["index.key"]


def test_layering_waits_for_nobody_else(people, keys):
    with psycopg.connect(**database.application_address()), pytest.raises(CannotRun, match="先停止"):
        rotating.rotate_index()


def test_every_column_that_may_hold_an_index_is_declared():
    unknown = [
        f"{model._meta.label}.{each.name}"
        for model in apps.get_models()
        if model.__module__.startswith("gonghui.")
        for each in model._meta.concrete_fields
        if _may_hold_an_index(each) and each not in layering.indexes_of(model) and each.name not in DIGESTS
    ]

    assert unknown == []


def _may_hold_an_index(field) -> bool:
    plain = getattr(field, "base_field", field)
    return isinstance(plain, models.CharField) and (plain.max_length == 64 or isinstance(plain, BlindIndex))
