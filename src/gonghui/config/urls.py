"""The root of all addresses."""

from django.urls import include, path

from gonghui.desks.portal.views import first_page

from . import reports

urlpatterns = [
    path("", first_page, name="first_page"),
    path("accounts/", include("gonghui.foundation.accounts.urls")),
    path("documents/", include("gonghui.foundation.documents.urls")),
    path("figures/", include("gonghui.desks.figures.urls")),
    path("funds/", include("gonghui.foundation.funds.urls")),
    path("hardship/", include("gonghui.programs.hardship.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("home/", include("gonghui.desks.portal.urls")),
    path("notices/", include("gonghui.foundation.notices.urls")),
    path("plan/", include("gonghui.desks.plan.urls")),
    path("organising/", include("gonghui.programs.organising.urls")),
    path("privacy/", include("gonghui.desks.privacy.urls")),
    path("review/", include("gonghui.desks.review.urls")),
    path("staff/", include("gonghui.desks.staff.urls")),
    path("ui/", include("gonghui.kernel.ui.urls")),
    path("workbench/", include("gonghui.desks.workbench.urls")),
    path("csp-report", reports.blocked_content, name="csp_report"),
    path("healthz", reports.alive, name="alive"),
    path("readyz", reports.ready, name="ready"),
]
