"""首页 and 我的: what a worker finds on her phone. Only what exists has a place here."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.funds.rulebook.inquiries import INQUIRY
from gonghui.foundation.funds.views.asked import my_inquiries
from gonghui.foundation.members.models import Membership
from gonghui.foundation.notices.models import Message, PublicNotice
from gonghui.kernel.pages import Declares, Page
from gonghui.kernel.ui.shell import Item
from gonghui.programs.hardship.models import HardshipArchive
from gonghui.programs.hardship.rulebook import FILE
from gonghui.programs.hardship.views.member import ALIVE, NEXT
from gonghui.programs.hardship.views.shown import FILE_ROAD, FILE_STATE

WORKER = Declares("person", by=(Role.WORKER,), cites="1.1")


def first_page(request):
    """Where a person begins: a worker on her phone pages, an officer at the workbench, a stranger at the door."""
    post = getattr(request, "post", None)
    if post is None:
        return HttpResponseRedirect(reverse("accounts_posts" if request.user.is_authenticated else "account_login"))
    return HttpResponseRedirect(reverse("portal:home" if post.role == Role.WORKER else "workbench:home"))


first_page.declares = Declares("public")


class Home(Page, TemplateView):
    """The member, what is under way, and the services there are."""

    declares = WORKER
    frame = "ui/phone.html"
    template_name = "portal/home.html"
    title = _("首页")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            membership=membership_of(self.by.user),
            services=self._services(),
            cases=[self._case(file) for file in _own_files(self.by)],
            message=Message.objects.visible_to(self.by).unread().first(),
            asked=my_inquiries(self.by).filter(state__in=INQUIRY["answer"].since).first(),
            notices=PublicNotice.objects.public().running().select_related("unit")[:3],
            **kwargs,
        )

    def _services(self):
        return [
            Item(_("困难帮扶"), reverse("hardship:mine_all"), icon="heart-handshake"),
            Item(_("我的会籍"), reverse("organising:mine"), icon="id-badge-2"),
            Item(_("公示栏"), reverse("notices:board"), icon="speakerphone"),
            Item(_("消息"), reverse("notices:messages"), icon="message-2"),
            Item(_("我的"), reverse("portal:me"), icon="user"),
        ]

    def _case(self, file) -> dict:
        """One line of 我的办理: where it is, how far along the road, and by when the next step comes."""
        state = file.returned_from or file.state
        done = next((place for place, name in enumerate(FILE_ROAD) if state in FILE[name].since), len(FILE_ROAD))
        percent = round(100 * done / len(FILE_ROAD))
        return {"file": file, "state": FILE_STATE.cell(file), "next": NEXT[file.state], "percent": percent}


class Me(Page, TemplateView):
    """Herself: membership, phone masked, type size, language, sign-in."""

    declares = WORKER
    frame = "ui/phone.html"
    template_name = "portal/me.html"
    title = _("我的")

    def get_context_data(self, **kwargs):
        own = {"membership": membership_of(self.by.user), "person": getattr(self.by.user, "person", None)}
        return super().get_context_data(**own | kwargs)


def membership_of(user):
    """The active membership of the person behind a user, or None."""
    found = Membership.objects.filter(person__user=user, state=Membership.State.ACTIVE)
    return found.select_related("unit").first()


def _own_files(by):
    found = HardshipArchive.objects.visible_to(by).filter(applicant_user=by.user_id, state__in=ALIVE)
    return found.order_by("-pk")
