"""On the worker's phone: joining by the code on the wall, and her own membership (B-R10, B-R11)."""

from functools import cached_property
from typing import Any

from allauth.core import ratelimit
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.members.actions import text_in_force
from gonghui.foundation.members.models import Membership, Person
from gonghui.foundation.members.rulebook import ConfirmWay, JoinWay, Purpose
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.refusals import Refusal

from ..actions import joining as actions
from ..actions import links
from ..forms import founding as reasons
from ..forms import joining as forms
from ..models import Founding, JoinApplication
from ..rulebook import JOINING
from ..rulebook.joining import the_applicant
from .asking import Asking, Step
from .founding import STATE as FOUNDING_STATE
from .joining import STATE, applications

PHONE = "ui/phone.html"


class TooManyTries(Refusal):
    sentence = _("提交过于频繁,请 1 分钟后再试。")


@method_decorator(sensitive_post_parameters("id_no", "mobile"), name="dispatch")
class Join(Asking):
    """Who scanned the code asks to join: signed in or not, what is known of her is not asked again."""

    declares = Declares("public", cites="B-R10 B-R11")
    frame = PHONE
    form_class = forms.OwnApplicationForm
    template_name = "organising/join.html"
    title = _("申请加入工会")
    button = _("提交申请")
    done = _("申请已提交,请等待工会批准。")

    @cached_property
    def union(self):
        return links.union_of(self.kwargs["token"], on=self.today)

    @property
    def worker(self):
        """Who is asking, where she came in as a worker."""
        return self.by if self.by is not None and self.by.role == Role.WORKER else None

    @cached_property
    def known(self) -> Person | None:
        return Person.objects.filter(user_id=self.worker.user_id).first() if self.worker else None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"known": self.known}

    def get_initial(self):
        if self.worker is None:
            return {}
        user = self.worker.user
        return {"name": user.name, "mobile": user.mobile.open() if user.mobile else ""}

    def act(self, facts):
        if not ratelimit.consume(self.request, action="apply_to_join"):
            raise TooManyTries
        del facts["agrees"]
        if self.known:
            number: Any = self.known.id_no
            facts |= {"name": self.known.name, "id_no": number.open(), "household_type": self.known.household_type}
        own: dict[str, Any] = {"way": JoinWay.SCANNED, "confirm_way": ConfirmWay.PHONE}
        own["user"] = self.worker.user if self.worker else None
        actions.ask(self.union, by=self.worker or system_post("joining"), on=self.today, **facts | own)
        return reverse("organising:mine") if self.worker else reverse("organising:joined", args=[self.kwargs["token"]])

    def get_context_data(self, **kwargs):
        text = text_in_force(Purpose.MEMBERSHIP, self.today)
        return super().get_context_data(**{"union": self.union, "text": text, "known": self.known} | kwargs)


class Joined(Page, TemplateView):
    """What happens next, for who has no account yet."""

    declares = Declares("public", cites="B-R10")
    frame = PHONE
    template_name = "organising/joined.html"
    title = _("申请已提交")

    def get_context_data(self, **kwargs):
        days = JOINING["admit"].within.on(self.today)
        union = links.union_of(self.kwargs["token"], on=self.today)
        return super().get_context_data(**{"union": union, "days": days} | kwargs)


class Mine(Page, TemplateView):
    """My membership, my applications, and the unions I help to set up."""

    declares = Declares("person", by=(Role.WORKER,), cites="B-R11")
    frame = PHONE
    template_name = "organising/mine.html"
    title = _("我的会籍")

    def get_context_data(self, **kwargs):
        me = self.by.user_id
        members = Membership.objects.visible_to(self.by).filter(person__user=me).select_related("unit")
        mine = applications().visible_to(self.by).filter(user=me)
        prepared = Founding.objects.visible_to(self.by).filter(preparer=me)
        return super().get_context_data(
            memberships=members.order_by("-joined_on"),
            applications=[(each, STATE.cell(each), JOINING.open_to(self.by, each)) for each in mine],
            foundings=[(each, FOUNDING_STATE.cell(each)) for each in prepared],
            **kwargs,
        )


class OwnWithdrawal(Step):
    """She takes her application back."""

    queryset = JoinApplication.objects.select_related("unit")
    workflow = JOINING
    action = actions.withdraw
    form_class = reasons.WithdrawalForm
    frame = PHONE
    declares = Declares("person", by=the_applicant, cites="1.2")
    step = JOINING["withdraw"]

    def get_success_url(self):
        return reverse("organising:mine")
