"""主席待到岗: unions set up whose chair cannot sign in yet, and her invitation (A-R2, X-R3)."""

from functools import cached_property

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from gonghui.kernel.pages import Declares, ListPage, OfRecord
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column
from gonghui.kernel.ui.shown import Crumb
from gonghui.programs.organising.models import Founding

from .. import once
from ..actions import seating
from ..forms import ChairForm
from ..vacancies import WHO, vacant

TITLE = _("主席待到岗")


class UnionColumn(Column):
    """A column that leads to the invitation."""

    def cell_in_list(self, record):
        return self.cell(record, href=reverse("staff:invite_chair", args=[record.number]))


class ChairList(ListPage):
    """Whose invitation did not go or has expired; the rest stand among the invitations."""

    declares = Declares("post", by=WHO, cites="A-R2 X-R3")
    queryset = Founding.objects.all()
    title = TITLE
    lead = _("工会批准成立时,系统按选举登记的手机号邀请主席(或组织员)到岗。邀请未能发出、已撤回或已过期的列在这里。")
    search_hint = _("工会名称 / 编号")
    nothing = _("新成立工会的主席都已到岗或有待接受的邀请")
    ordering = ("established_on", "pk")
    columns = (
        UnionColumn("name", _("工会全称"), narrow="title"),
        Column("union.parent", _("上级工会"), narrow="left"),
        Column("established_on", _("成立日期"), sort="established_on", narrow="right"),
        Column("has_expired", _("邀请已过期"), narrow="row"),
    )

    @cached_property
    def visible(self):
        return vacant(self.by, self.today).select_related("union__parent")

    def crumbs(self):
        return [Crumb(self.title)]


class InviteChair(OfRecord, FormView):
    """Her invitation, by the phone registered at the election or another."""

    declares = Declares("post", by=WHO, cites="A-R2 X-R3")
    queryset = Founding.objects.established().select_related("union__area", "election")
    template_name = "ui/form.html"
    form_class = ChairForm
    title = _("邀请主席到岗")

    @property
    def back_url(self):
        return reverse("staff:chairs")

    def crumbs(self):
        return [Crumb(TITLE, self.back_url), Crumb(self.record.short_name)]

    def form_valid(self, form):
        try:
            made = seating.seat(self.record, by=self.by, on=self.today, mobile=form.cleaned_data["mobile"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        once.keep(self.request, {made.number: made.fresh_code})
        messages.success(self.request, _("邀请已发出。邀请函只显示一次,可以打印或复制给本人。"))
        return HttpResponseRedirect(made.get_absolute_url())

    def get_context_data(self, **kwargs):
        won = seating.elected(self.record)
        lead = _("{name}({duty}),选举时登记的手机号 {mobile}。").format(
            name=won.name, duty=won.get_duty_display(), mobile=won.mobile
        )
        shown = {"button": _("发出邀请"), "asks": True, "cites": "A-R2 X-R3", "lead": f"{self.record.name} · {lead}"}
        return super().get_context_data(**shown | kwargs)
