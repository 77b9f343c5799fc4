"""Addresses of personal data: the rules for everybody, one's own data, requests and their answers."""

from django.urls import path

from .views import mine, officer

app_name = "privacy"
urlpatterns = [
    path("", mine.Rules.as_view(), name="rules"),
    path("mine", mine.Mine.as_view(), name="mine"),
    path("mine/copy", mine.Copy.as_view(), name="copy"),
    path("mine/requests/new", mine.Ask.as_view(), name="ask"),
    path("mine/consents/<int:pk>/withdrawal", mine.WithdrawConsent.as_view(), name="withdraw_consent"),
    path("requests/", officer.RequestList.as_view(), name="requests"),
    path("requests/<str:number>", officer.RequestRecord.as_view(), name="request"),
    path("requests/<str:number>/answer", officer.Answer.as_view(), name="answer"),
    path("requests/<str:number>/refusal", officer.Refuse.as_view(), name="refuse"),
    path("requests/<str:number>/withdrawal", officer.Withdraw.as_view(), name="withdraw"),
    path("looks/", officer.Looks.as_view(), name="looks"),
    path("erasures/", officer.ErasureList.as_view(), name="erasures"),
    path("erasures/new", officer.Propose.as_view(), name="propose"),
    path("erasures/<str:number>", officer.ErasureRecord.as_view(), name="erasure"),
    path("erasures/<str:number>/approval", officer.Erase.as_view(), name="erasure_erase"),
    path("erasures/<str:number>/refusal", officer.RefuseErasure.as_view(), name="erasure_refuse"),
]
