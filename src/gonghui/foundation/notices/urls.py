"""Addresses of notices: one resource a verb."""

from django.urls import path

from .views import board, desk, messages

app_name = "notices"
urlpatterns = [
    path("", board.Board.as_view(), name="board"),
    path("desk", desk.NoticeList.as_view(), name="notices"),
    path("messages", messages.Messages.as_view(), name="messages"),
    path("messages/read", messages.ReadAll.as_view(), name="read_all"),
    path("messages/<int:pk>", messages.ReadMessage.as_view(), name="message"),
    path("objections/<str:number>", desk.ObjectionRecord.as_view(), name="objection"),
    path("objections/<str:number>/acceptance", desk.Uphold.as_view(), name="uphold"),
    path("objections/<str:number>/dismissal", desk.Dismiss.as_view(), name="dismiss"),
    path("objections/<str:number>/reveals/<str:what>", desk.Reveal.as_view(), name="reveal"),
    path("<str:number>", board.Notice.as_view(), name="notice"),
    path("<str:number>/objection", board.ObjectTo.as_view(), name="object_to"),
    path("<str:number>/record", desk.NoticeRecord.as_view(), name="record"),
    path("<str:number>/closing", desk.Close.as_view(), name="close"),
    path("<str:number>/voiding", desk.Void.as_view(), name="void"),
]
