"""离线走访: a page that works without a network once it was opened, and what it sends when there is one (O.4).

The page itself holds nothing personal, so that a browser may keep it. What a visitor takes along and what she writes
lies encrypted in the browser; it goes when she signs out, and when all was kept here.
"""

import json
from functools import cached_property
from hashlib import sha256

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from gonghui.foundation.accounts.roles import STAFF
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.masking import mask_name

from ..actions import syncing
from ..forms.fields import Colleague
from ..forms.helping import HelperVisitForm, NumberedVisitForm, OfflineFirstVisitForm
from ..models import HardshipArchive
from ..rulebook import FILE

VISITORS = Declares("person", by=tuple(STAFF), cites="E-R7 E-R15 O.4")
KEPT = (
    "lib/bootstrap.min.css",
    "gh/tokens.css",
    "gh/parts.css",
    "gh/desk.css",
    "gh/phone.css",
    "gh/print.css",
    "gh/emblem.svg",
    "lib/icons.svg",
    "lib/htmx.min.js",
    "lib/bootstrap.bundle.min.js",
    "gh/gh.js",
    "hardship/hardship.css",
    "hardship/visits.css",
    "hardship/offline_store.js",
    "hardship/offline_send.js",
    "hardship/offline.js",
)
"""What the page is drawn with."""


class OfflineVisits(Page, TemplateView):
    """Drafts, the form of each kind, and what became of what was sent; the same for everybody."""

    declares = VISITORS
    frame = "ui/phone.html"
    template_name = "hardship/visit_offline.html"
    title = _("离线走访")

    def get_context_data(self, **kwargs):
        first = OfflineFirstVisitForm(record=None, by=None, on=None, auto_id="first-%s")
        forms = [
            (syncing.HELP, HelperVisitForm(on=None, auto_id="help-%s"), FILE["call_on"].title),
            (syncing.FIRST, first, FILE["visit"].title),
        ]
        return super().get_context_data(forms=forms, **kwargs)


class OfflineList(Page, View):
    """What a visitor takes along; names masked, no number, no address."""

    declares = VISITORS

    def get(self, request):
        items = [self._item(each) for each in syncing.take_along(self.by, self.today)]
        who = {"user": str(self.by.user_id), "who": mask_name(self.by.user.name)}
        return JsonResponse(who | {"today": f"{self.today}", "token": get_token(request), "items": items})

    def _item(self, known) -> dict:
        """One household: masked name, number of its file, union."""
        file = known.file
        return {
            "kind": known.kind,
            "number": file.number,
            "name": file.masked_name,
            "union": str(file.unit),
            "version": known.version,
            "due": f"{known.due_on:%Y-%m-%d}" if known.due_on else "",
            "colleagues": self._colleagues(file) if known.kind == syncing.FIRST else [],
        }

    def _colleagues(self, file) -> list:
        """Who may have gone along: the same for every file of a union."""
        if file.unit_id not in self.offered:
            field = Colleague()
            field.offer(file, self.today, apart_from=self.by.user_id)
            self.offered[file.unit_id] = [(post.pk, field.label_from_instance(post)) for post in field.queryset]
        return self.offered[file.unit_id]

    @cached_property
    def offered(self) -> dict:
        return {}


class Sync(Page, View):
    """Takes one draft: 200 it is kept (now or before), 409 what changed meanwhile, 422 what is wrong with it."""

    declares = VISITORS
    KINDS = (syncing.HELP, syncing.FIRST)

    def post(self, request):
        kind, number = request.POST.get("kind"), request.POST.get("number", "")[:32]
        if kind not in self.KINDS:
            return JsonResponse({"sentence": str(_("请重新打开离线走访页面后再试。")), "wrong": {}}, status=422)
        try:
            return self._keep_help(number) if kind == syncing.HELP else self._keep_first(number)
        except syncing.Changed as changed:
            now = [[str(title), str(text)] for title, text in changed.facts["now"]]
            told = {"version": changed.facts["version"], "may_add": changed.facts["may_add"], "now": now}
            return JsonResponse(told | {"sentence": str(changed.text)}, status=409)
        except syncing.NoMoreHers as refusal:
            told = {"version": "", "may_add": False, "now": []}
            return JsonResponse(told | {"sentence": str(refusal)}, status=409)
        except Refusal as refusal:
            return JsonResponse({"sentence": str(refusal), "wrong": {}}, status=422)

    def _keep_help(self, number):
        form = HelperVisitForm(self.request.POST, on=self.today)
        return self._answer(form, syncing.keep_help, number, lambda: form.cleaned_data)

    def _keep_first(self, number):
        """The form asks of the file; where it is not hers to see, the action says so."""
        file = HardshipArchive.objects.visible_to(self.by).filter(number=number).first()
        if file is None:
            raise syncing.NoMoreHers
        form = NumberedVisitForm(self.request.POST, record=file, by=self.by, on=self.today)
        return self._answer(form, syncing.keep_first, number, lambda: form.cleaned_data)

    def _answer(self, form, keep, number, facts):
        if not form.is_valid():
            wrong = {name: str(errors[0]) for name, errors in form.errors.items()}
            return JsonResponse({"sentence": str(_("有些内容没有填对,请修改后再上传。")), "wrong": wrong}, status=422)
        seen = self.request.POST.get("seen", "")[:80]
        version = keep(number, by=self.by, on=self.today, seen=seen, facts=facts())
        return JsonResponse({"kept": True, "version": version})


def worker(request):
    """The service worker: it answers for the pages beside it and no others, as its address says."""
    kept = [static(name) for name in KEPT]
    shown = {"page": reverse("hardship:offline"), "kept": json.dumps(kept)}
    shown["edition"] = sha256(shown["kept"].encode()).hexdigest()[:12]
    answer = render(request, "hardship/visit_worker.js", shown, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


worker.declares = Declares("public")
