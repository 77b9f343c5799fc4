"""Papers are kept whole or not at all, and handed out to who sees the record they belong to (T20, T21, X-R4)."""

import io
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from gonghui.foundation.accounts.models import Post, User
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents import actions, owners, sealed, storing
from gonghui.foundation.documents.forms import PaperForm
from gonghui.foundation.documents.models import Document
from gonghui.foundation.documents.views import DocumentPage
from gonghui.foundation.journal.models import Entry
from gonghui.foundation.members.actions import ensure_person
from gonghui.foundation.members.models import Person
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import LONG_AGO, a_tree
from gonghui.kernel.identifiers import a_test_number

from .files import a_pdf, a_picture

MAY_1 = date(2021, 5, 1)
LATER = timedelta(hours=2)


class AnUpload(io.BytesIO):
    def __init__(self, content, name):
        super().__init__(content)
        self.name, self.size = name, len(content)


class Cast:
    """A worker of 金寨 with her record, and the officers of 金寨 and 霍山."""

    def __init__(self):
        tree = a_tree()
        self.worker = self._post(tree["jinzhai_union"], Role.WORKER, "张测试")
        self.other_worker = self._post(tree["jinzhai_union"], Role.WORKER, "李测试")
        self.officer = self._post(tree["jinzhai"], Role.COUNTY_OPERATOR, "王测试")
        self.foreign_officer = self._post(tree["huoshan"], Role.COUNTY_OPERATOR, "赵测试")
        self.city_officer = self._post(tree["city"], Role.CITY_REVIEWER, "钱测试")
        number = a_test_number("349901", date(1980, 5, 6), 1)
        self.record = ensure_person(name="张测试", id_no=number, unit=tree["jinzhai_union"], user=self.worker.user)

    def _post(self, unit, role, name):
        user = User.objects.create_user(name, username=f"{role}-{name}")
        return Post.objects.create(user=user, unit=unit, role=role, starts_on=LONG_AGO)


@pytest.fixture
def papers(tmp_path, monkeypatch):
    """The folder of this test's papers; persons may have papers here."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    monkeypatch.setitem(owners.registered, "members.person", Person)
    return tmp_path


@pytest.fixture
def cast(db, papers):
    return Cast()


def attached(cast, content=None, name="收入证明.pdf"):
    with transaction.atomic(), sight.of(cast.officer):
        upload = AnUpload(content or a_pdf(), name)
        return actions.attach(cast.record, upload, kind="income", by=cast.officer, on=MAY_1)


def handed_out(document, by):
    """The answer of the page to a post."""
    request = RequestFactory().get("/")
    request.user, request.post = by.user, by
    with transaction.atomic(), sight.of(by):
        return DocumentPage.as_view()(request, uid=document.uid)


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_attach_keeps_the_paper_under_a_name_that_says_nothing(cast, papers):
    document = attached(cast)

    with transaction.atomic(), sight.of(cast.officer):
        kept = Document.objects.of(cast.record).get()
    assert (kept.original_name, kept.media_type, kept.size) == ("收入证明.pdf", "application/pdf", len(a_pdf()))
    assert (kept.unit, kept.about, kept.added_by) == (cast.record.unit, cast.worker.user, cast.officer.user_id)
    assert sealed.content_of(kept) == a_pdf()
    assert a_pdf()[:64] not in storing.path_of(kept.stored_name).read_bytes()
    assert storing.path_of(kept.stored_name).stat().st_mode & 0o077 == 0
    assert str(document.uid) not in str(storing.path_of(kept.stored_name))


def test_attach_and_hand_out_are_written_down(cast):
    document = attached(cast)

    handed_out(document, cast.city_officer)

    written = Entry.objects.of(document).values_list("kind", "name", "actor_id", "body__file")
    assert list(written) == [
        ("edit", "attach", cast.officer.user_id, "收入证明.pdf"),
        ("read", "hand_out", cast.city_officer.user_id, "收入证明.pdf"),
    ]


@pytest.mark.parametrize("who", ["officer", "city_officer", "worker"])
def test_hand_out_gives_the_file_as_a_file(cast, who):
    document = attached(cast, name='证明"\r\n<script>.pdf')

    answer = handed_out(document, getattr(cast, who))

    assert answer.content == a_pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%81%E6%98%8E_script_.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ["foreign_officer", "other_worker"])
def test_hand_out_finds_nothing_for_who_does_not_see_the_record(cast, who):
    document = attached(cast)

    with pytest.raises(Http404):
        handed_out(document, getattr(cast, who))


def test_hand_out_finds_nothing_once_the_record_is_out_of_sight(cast):
    document = attached(cast)
    with transaction.atomic(), sight.system("test"):
        Person.objects.filter(pk=cast.record.pk).update(user=None)

    with pytest.raises(Http404):
        handed_out(document, cast.worker)


def test_hand_out_sends_a_stranger_to_sign_in(cast):
    document = attached(cast)
    request = RequestFactory().get("/")
    request.user, request.post = AnonymousUser(), None

    answer = DocumentPage.as_view()(request, uid=document.uid)

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("spoil", "refusal", "sentence"),
    [
        (lambda path: path.unlink(), storing.FileMissing, "文件不见了"),
        (lambda path: path.write_bytes(b"%PDF other"), storing.FileAltered, "与存入时不一致"),
    ],
    ids=["missing", "altered"],
)
def test_hand_out_says_when_the_file_is_not_what_was_stored(cast, spoil, refusal, sentence):
    document = attached(cast)
    spoil(storing.path_of(document.stored_name))

    with pytest.raises(refusal, match=sentence):
        actions.hand_out(document, by=cast.officer, on=MAY_1)


def test_attach_refuses_what_is_too_large(cast, papers):
    with pytest.raises(actions.TooLarge, match=r"有 11\.0 MB，超过 10 MB"):
        attached(cast, bytes(11 * 1024 * 1024))

    assert files(papers) == []


def test_attach_refuses_more_papers_than_a_record_may_have(cast, papers, monkeypatch):
    monkeypatch.setattr(actions, "MOST_PER_RECORD", SimpleNamespace(on=lambda day: 2))
    attached(cast)
    attached(cast)

    with pytest.raises(actions.TooMany, match="已有 2 份材料"):
        attached(cast)

    assert len([path for path in files(papers) if "pending" not in str(path)]) == 2


def test_attach_takes_only_records_that_may_have_papers(cast):
    with pytest.raises(LookupError):
        actions.attach(cast.officer, AnUpload(a_pdf(), "a.pdf"), kind="income", by=cast.officer, on=MAY_1)


def test_attach_leaves_nothing_when_it_fails_itself(cast, papers, monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "announce", fail)

    with pytest.raises(ZeroDivisionError):
        attached(cast)

    assert files(papers) == []


@pytest.mark.django_db(transaction=True)
def test_attach_leaves_nothing_when_what_is_around_it_fails(papers):
    cast = Cast()
    with transaction.atomic():
        attached(cast)
        transaction.set_rollback(True)

    removed = actions.ensure_no_orphans(at=timezone.now() + LATER)

    assert removed == 1
    assert files(papers) == []


@pytest.mark.django_db(transaction=True)
def test_sweep_leaves_what_is_kept_and_what_may_still_be(papers):
    cast = Cast()
    document = attached(cast, a_picture(), "照片.jpg")
    with transaction.atomic():
        attached(cast)
        assert actions.ensure_no_orphans(at=timezone.now()) == 0

    assert actions.ensure_no_orphans(at=timezone.now() + LATER) == 0
    assert len(files(papers)) == 2
    assert sealed.content_of(document)


class IncomeForm(PaperForm):
    kinds = (("income", "收入证明"),)


def test_form_attaches_the_paper_that_is_sent(cast):
    sent = SimpleUploadedFile("照片.jpg", a_picture())
    form = IncomeForm({"kind": "income", "note": "五月"}, {"file": sent}, instance=cast.record)

    assert form.is_valid()
    with transaction.atomic(), sight.of(cast.officer):
        assert form.keep(by=cast.officer, on=MAY_1) == cast.record
        kept = Document.objects.of(cast.record).values_list("original_name", "kind", "note")
        assert list(kept) == [("照片.jpg", "income", "五月")]


def test_form_takes_no_kind_but_its_own(cast):
    form = IncomeForm({"kind": "other"}, {"file": SimpleUploadedFile("a.pdf", a_pdf())}, instance=cast.record)

    assert list(form.errors) == ["kind"]


def test_papers_are_shown_with_their_address(cast):
    document = attached(cast, name="<b>.pdf")

    shown = render_to_string("documents/papers.html", {"papers": [document]})

    assert f'<a href="/documents/{document.uid}">_b_.pdf</a>' in shown


def test_keeping_never_writes_over_a_file(papers):
    name = Document().stored_name
    with storing.keeping(name, b"first"):
        storing.settle(name)

    with pytest.raises(FileExistsError), storing.keeping(name, b"second"):
        pass

    assert storing.path_of(name).read_bytes() == b"first"
    assert len(files(papers)) == 1
