"""Addresses of people and posts."""

from django.urls import path

from .views import chairs, invitations, joining, people, resets, workbook

app_name = "staff"
urlpatterns = [
    path("", people.PostList.as_view(), name="posts"),
    path("posts/<int:pk>", people.PostRecord.as_view(), name="post"),
    path("posts/<int:pk>/end", people.EndPost.as_view(), name="end_post"),
    path("invitations/", invitations.InvitationList.as_view(), name="invitations"),
    path("invitations/new", invitations.Invite.as_view(), name="invite"),
    path("invitations/workbook", workbook.InviteMany.as_view(), name="invite_many"),
    path("invitations/letters", invitations.Letters.as_view(), name="letters"),
    path("invitations/<str:number>", invitations.InvitationRecord.as_view(), name="invitation"),
    path("invitations/<str:number>/renewal", invitations.Renew.as_view(), name="invitation_renew"),
    path("invitations/<str:number>/revocation", invitations.Revoke.as_view(), name="invitation_revoke"),
    path("chairs/", chairs.ChairList.as_view(), name="chairs"),
    path("chairs/<str:number>/invitation", chairs.InviteChair.as_view(), name="invite_chair"),
    path("join/", joining.EnterCode.as_view(), name="join_code"),
    path("join/<str:code>", joining.Join.as_view(), name="join"),
    path("resets/", resets.ResetList.as_view(), name="resets"),
    path("resets/new", resets.AskForReset.as_view(), name="ask_reset"),
    path("resets/<str:number>", resets.ResetRecord.as_view(), name="reset"),
    path("resets/<str:number>/check", resets.Check.as_view(), name="reset_check"),
    path("resets/<str:number>/confirmation", resets.Confirm.as_view(), name="reset_confirm"),
    path("resets/<str:number>/refusal", resets.Refuse.as_view(), name="reset_refuse"),
    path("resets/<str:number>/withdrawal", resets.Withdraw.as_view(), name="reset_withdraw"),
    path("resets/<str:number>/code", resets.Code.as_view(), name="reset_code"),
]
