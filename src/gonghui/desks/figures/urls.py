"""Addresses of the figures; unit and period are asked for in the query: ?unit=341524&period=2021-03."""

from django.urls import path

from .views import months, pages, restatements

app_name = "figures"
urlpatterns = [
    path("", pages.Overview.as_view(), name="overview"),
    path("months/", months.MonthList.as_view(), name="months"),
    path("months/new", months.Begin.as_view(), name="begin"),
    path("months/differences", restatements.Compared.as_view(), name="comparison"),
    path("months/<str:number>", months.MonthRecord.as_view(), name="month"),
    path("months/<str:number>/submission", months.Submit.as_view(), name="month_submit"),
    path("months/<str:number>/return", months.SendBack.as_view(), name="month_send_back"),
    path("months/<str:number>/lock", months.Lock.as_view(), name="month_lock"),
    path("restatements/", restatements.RestatementList.as_view(), name="restatements"),
    path("restatements/new", restatements.Propose.as_view(), name="propose"),
    path("restatements/<str:number>", restatements.RestatementRecord.as_view(), name="restatement"),
    path("restatements/<str:number>/approval", restatements.Approve.as_view(), name="restatement_approve"),
    path("restatements/<str:number>/rejection", restatements.Reject.as_view(), name="restatement_reject"),
    path("restatements/<str:number>/withdrawal", restatements.Withdraw.as_view(), name="restatement_withdraw"),
    path("<str:code>", pages.FigurePage.as_view(), name="figure"),
    path("<str:code>/definition", pages.DefinitionPage.as_view(), name="definition"),
    path("<str:code>/records", pages.Records.as_view(), name="records"),
]
