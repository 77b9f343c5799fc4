"""消息: what a person was told, newest first, at the desk or on the phone."""

from functools import cached_property

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, TemplateView, View

from gonghui.kernel.pages import Declares, OfRecord, Page

from .. import actions
from ..models import Message


class OwnPage(Page):
    """A page about oneself: at the desk for staff, on the phone for workers."""

    declares = Declares("person", cites="O.4")

    def get_context_data(self, **kwargs):
        frame = "ui/desk.html" if self.by.is_staff else "ui/phone.html"
        return super().get_context_data(**{"frame": frame} | kwargs)


class Messages(OwnPage, ListView):
    """My messages; the unread ones stand out."""

    template_name = "notices/messages.html"
    title = _("消息")
    paginate_by = 30

    def get_queryset(self):
        return Message.objects.visible_to(self.by).order_by("-pk")

    def paginate_queryset(self, queryset, page_size):
        """A page that does not exist shows the nearest that does."""
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get("page"))
        return page.paginator, page, page.object_list, page.has_other_pages()


class ReadMessage(OwnPage, OfRecord, TemplateView):
    """One message; from now on it counts as read."""

    template_name = "notices/message.html"
    queryset = Message.objects
    key = "pk"

    @cached_property
    def title(self):
        return self.record.title

    def get(self, request, *args, **kwargs):
        actions.mark_read(Message.objects.visible_to(self.by).filter(pk=self.record.pk), at=timezone.now())
        return super().get(request, *args, **kwargs)


class ReadAll(OwnPage, View):
    """Everything counts as read."""

    def post(self, request):
        actions.mark_read(Message.objects.visible_to(self.by), at=timezone.now())
        return redirect("notices:messages")
