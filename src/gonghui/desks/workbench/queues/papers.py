"""公示异议、外部认定: objections to public notices, and facts from outside that wait for a second reader."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.documents.blanks.rulebook import TEMPLATE, UPLOADERS
from gonghui.foundation.documents.exports.rulebook import APPROVERS, EXPORT
from gonghui.foundation.documents.facts.rulebook import CONFIRMERS, FACT, FactState
from gonghui.foundation.documents.models import ExportRequest, FormTemplate, RecordedFact
from gonghui.foundation.notices.models import Objection
from gonghui.foundation.notices.rulebook import OBJECTION

from .queue import Queue


def _objections(by, on):
    found = Objection.objects.visible_to(by).undecided().exclude(notice__published_by=by.user_id)
    return found.select_related("unit", "notice")


def _facts(by, on):
    entered = RecordedFact.objects.visible_to(by).filter(state=FactState.ENTERED)
    return entered.exclude(entered_by=by.user_id).select_related("unit")


def _templates(by, on):
    return FormTemplate.objects.waiting_for(by).select_related("unit")


def _exports(by, on):
    return ExportRequest.objects.waiting_for(by).select_related("unit")


OBJECTIONS = Queue(
    _("公示异议"),
    "message-2-exclamation",
    "notices:notices",
    OBJECTION,
    _objections,
    lambda objection: (str(objection.notice), str(objection.unit)),
    "",
    Objection.seen_by.roles,
)
FACTS = Queue(
    _("外部认定"),
    "certificate",
    "documents:facts",
    FACT,
    _facts,
    lambda fact: (f"{fact.figure} {fact.aspect}", str(fact.unit)),
    "documents:fact_",
    CONFIRMERS,
)
EXPORTS = Queue(
    _("导出申请"),
    "file-export",
    "documents:exports",
    EXPORT,
    _exports,
    lambda request: (f"{request.kind_title} · {request.asked_name}", str(request.unit)),
    "documents:export_",
    (*APPROVERS, Role.DPO),
)
TEMPLATES = Queue(
    _("表样"),
    "file-text",
    "documents:blanks",
    TEMPLATE,
    _templates,
    lambda template: (template.form_title, str(template.unit)),
    "documents:template_",
    UPLOADERS,
)
QUEUES = (OBJECTIONS, FACTS, EXPORTS, TEMPLATES)
