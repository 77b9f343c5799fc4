"""人员与岗位: who holds which post in my units, and how a post ends (X-R3)."""

from functools import cached_property

import django_filters  # type: ignore[import-untyped]  # published without types
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from gonghui.foundation.accounts.models import Post
from gonghui.foundation.accounts.roles import ARRANGERS, STAFF, Role
from gonghui.foundation.accounts.rulebook import who_arranges
from gonghui.foundation.journal.timeline import moments_of
from gonghui.kernel.pages import Declares, ListPage, OfRecord
from gonghui.kernel.refusals import Refusal
from gonghui.kernel.ui.columns import Column, Section
from gonghui.kernel.ui.shown import Crumb, StepLink

from ..actions import ending
from ..forms import EndForm

TITLE = _("人员与岗位")
ROLES = [(role.value, role.label) for role in Role if role in STAFF]
WHEN = (("held", _("在岗")), ("to_come", _("未到任")), ("over", _("已终止")))
FACTORS = Authenticator.objects.filter(user=OuterRef("user")).exclude(type="recovery_codes")


class PostColumn(Column):
    """A column that leads to the page of the post."""

    def cell_in_list(self, record):
        return self.cell(record, href=reverse("staff:post", args=[record.pk]))


class PostFilters(django_filters.FilterSet):
    role = django_filters.ChoiceFilter(label=_("角色"), empty_label=_("全部角色"), choices=ROLES)
    when = django_filters.ChoiceFilter(label=_("任期"), empty_label=_("全部任期"), choices=WHEN, method="at_time")

    class Meta:
        model = Post
        fields = ("role",)

    def at_time(self, posts, name, when):
        on = self.request.today
        if when == "held":
            return posts.not_over(on).filter(starts_on__lte=on)
        return posts.not_over(on).filter(starts_on__gt=on) if when == "to_come" else posts.over(on)


def staff_posts():
    return Post.objects.staff().select_related("unit", "user").annotate(has_factor=Exists(FACTORS))


class PostList(ListPage):
    """The posts of my units: who, which role, from when to when, and whether a second factor is enrolled."""

    declares = Declares("assignment", by=tuple(ARRANGERS), cites="1.1 X-R3")
    template_name = "staff/posts.html"
    queryset = staff_posts()
    filters = PostFilters
    search_hint = _("姓名、工会")
    title = TITLE
    nothing = _("还没有人员")
    ordering = ("unit__position", "role", "-starts_on")
    columns = (
        PostColumn("user.name", _("姓名"), narrow="title"),
        Column("unit.name", _("所在工会"), narrow="row", sort="unit__position"),
        Column("role", _("角色"), narrow="left", sort="role"),
        Column("title", _("部门或职务"), narrow="left"),
        Column("starts_on", _("起始日期"), narrow="right", sort="starts_on"),
        Column("ends_on", _("终止日期"), narrow="right", sort="ends_on"),
        Column("withdrawn_on", _("停用日期"), narrow="row"),
        Column("has_factor", _("已登记二次验证"), narrow="row"),
    )

    def dispatch(self, request, *args, **kwargs):
        request.today = self.today
        return super().dispatch(request, *args, **kwargs)


class OfPost(OfRecord):
    """A page of one post."""

    declares = Declares("assignment", by=who_arranges, cites="1.1 X-R3")
    queryset = Post.objects.select_related("unit", "user")
    key = "pk"

    @cached_property
    def is_running(self) -> bool:
        post = self.record
        return post.withdrawn_on is None and (post.ends_on is None or post.ends_on >= self.today)


class PostRecord(OfPost, TemplateView):
    """One post with its history; what may be done about its person."""

    template_name = "ui/record.html"
    sections = (
        Section(
            _("岗位"),
            (
                Column("user.name", _("姓名")),
                Column("unit.name", _("所在工会")),
                Column("role", _("角色")),
                Column("title", _("部门或职务")),
                Column("starts_on", _("起始日期")),
                Column("ends_on", _("终止日期")),
                Column("withdrawn_on", _("停用日期")),
                Column("user.mobile", _("手机号")),
            ),
        ),
    )

    def crumbs(self):
        return [Crumb(TITLE, reverse("staff:posts")), Crumb(self.record.user.name)]

    def steps(self) -> list[StepLink]:
        post = self.record
        if not (post.is_staff and self.is_running) or post.user_id == self.by.user_id:
            return []
        ask = f"{reverse('staff:ask_reset')}?user={post.user_id}"
        ends = [
            StepLink(_("终止岗位"), reverse("staff:end_post", args=[post.pk]), is_main=False),
            StepLink(_("岗位交接"), reverse("workbench:hand_over", args=[post.pk]), is_main=False),
        ]
        resets = StepLink(_("申请重置二次验证"), ask, is_main=False)
        return [*(ends if ending.who_ends(self.by, post) else ()), resets]

    def get_context_data(self, **kwargs):
        sections = [{"title": s.title, "cells": [c.cell(self.record) for c in s.columns]} for s in self.sections]
        shown = {"sections": sections, "moments": moments_of(self.record, stops=("end_post", "withdraw_post"))}
        shown |= {"steps": self.steps(), "state": None, "due_shown": False, "title": self.record.user.name}
        return super().get_context_data(**shown | kwargs)


class EndPost(OfPost, FormView):
    """When and why a post ends."""

    declares = Declares("assignment", by=ending.who_ends, cites="X-R3")
    template_name = "ui/form.html"
    form_class = EndForm
    title = _("终止岗位")

    @property
    def back_url(self):
        return reverse("staff:post", args=[self.record.pk])

    def crumbs(self):
        return [Crumb(TITLE, reverse("staff:posts")), Crumb(self.record.user.name, self.back_url), Crumb(self.title)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"on": self.today}

    def form_valid(self, form):
        try:
            ending.end(self.record, by=self.by, on=self.today, **form.facts())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("岗位已终止,本人已收到通知。"))
        return HttpResponseRedirect(self.back_url)

    def get_context_data(self, **kwargs):
        lead = f"{self.record.user.name} · {self.record}"
        shown = {"button": self.title, "asks": True, "cites": "X-R3", "lead": lead}
        return super().get_context_data(**shown | kwargs)
