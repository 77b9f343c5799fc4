"""The root of all addresses."""

from django.urls import include, path

from . import reports

urlpatterns = [
    path("accounts/", include("gonghui.foundation.accounts.urls")),
    path("documents/", include("gonghui.foundation.documents.urls")),
    path("hardship/", include("gonghui.programs.hardship.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("ui/", include("gonghui.kernel.ui.urls")),
    path("csp-report", reports.blocked_content, name="csp_report"),
    path("healthz", reports.alive, name="alive"),
    path("readyz", reports.ready, name="ready"),
]
