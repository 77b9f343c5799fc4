"""本工会: the chair's own page of her union, its officers and members in numbers, and the code on the wall (A, B)."""

import segno
from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from gonghui.foundation.members.models import Membership
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.ui.shown import Crumb

from ..actions import links
from ..models import Founding, JoinApplication, Officer, Roster
from ..rulebook.joining import LINK_DAYS
from ..rulebook.people import THE_UNION

TITLE = _("本工会")


class Union(Page, TemplateView):
    """What the union is, who is in office, how many belong to it, and what waits."""

    declares = Declares("post", by=THE_UNION, cites="A B")
    template_name = "organising/union.html"
    title = TITLE

    def crumbs(self):
        return [Crumb(TITLE)]

    def get_context_data(self, **kwargs):
        unit = self.by.unit
        own = Membership.objects.visible_to(self.by).filter(unit=unit)
        counts = dict(own.order_by().values_list("state").annotate(Count("pk")))
        return super().get_context_data(
            unit=unit,
            founding=Founding.objects.visible_to(self.by).filter(union=unit).first(),
            officers=Officer.objects.visible_to(self.by).filter(unit=unit).order_by("pk"),
            active=counts.get(Membership.State.ACTIVE, 0),
            retained=counts.get(Membership.State.RETAINED, 0),
            migrants=own.standing().filter(is_migrant_worker=True).count(),
            applications=JoinApplication.objects.waiting_for(self.by).count(),
            rosters=Roster.objects.waiting_for(self.by).count(),
            **kwargs,
        )


class Code(Page, TemplateView):
    """The code to be printed and hung up: scanned, it leads to the application."""

    declares = Declares("post", by=THE_UNION, cites="B-R10")
    template_name = "organising/code.html"
    title = _("入会二维码")

    def crumbs(self):
        return [Crumb(TITLE, reverse("organising:union")), Crumb(self.title)]

    def get_context_data(self, **kwargs):
        token = links.token_of(self.by.unit, on=self.today)
        address = settings.ORIGIN + reverse("organising:join", args=[token])
        picture = segno.make(address, error="m").svg_data_uri(scale=6, border=4)
        shown = {"address": address, "picture": picture, "days": LINK_DAYS.on(self.today), "unit": self.by.unit}
        return super().get_context_data(**shown | kwargs)
