"""The addresses of accounts. Those of the sign-in library are listed one by one: nobody signs up, resets by mail
or switches a second factor off from outside."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from .views import my_account, second_factor, sign_in

urlpatterns = [
    path("sign-in", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/code", sign_in.AskCode.as_view(), name="accounts_ask_code"),
    path("sign-in/code/entry", sign_in.EnterCode.as_view(), name="accounts_code"),
    path("sign-in/second-factor", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/inactive", account.account_inactive, name="account_inactive"),
    path("sign-out", account.logout, name="account_logout"),
    path("again/password", account.reauthenticate, name="account_reauthenticate"),
    path("again/code", factors.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("password", account.password_change, name="account_change_password"),
    path("posts", my_account.Posts.as_view(), name="accounts_posts"),
    path("mine", my_account.MyAccount.as_view(), name="accounts_mine"),
    path("mine/other-sessions/end", my_account.EndOtherSessions.as_view(), name="accounts_end_sessions"),
    path("mine/stand-ins/new", my_account.ArrangeStandIn.as_view(), name="accounts_stand_in"),
    path("mine/stand-ins/<int:pk>/end", my_account.EndStandIn.as_view(), name="accounts_end_stand_in"),
    path("factors/code", second_factor.ShowEnrolmentCode.as_view(), name="accounts_enrolment"),
    path("factors", factors.index, name="mfa_index"),
    path("factors/totp/new", second_factor.EnrolAuthenticator.as_view(), name="mfa_activate_totp"),
    path("factors/totp/remove", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("factors/recovery-codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factors/recovery-codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("factors/recovery-codes/file", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("factors/passkeys", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("factors/passkeys/new", second_factor.EnrolPasskey.as_view(), name="mfa_add_webauthn"),
    path("factors/passkeys/<int:pk>/name", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("factors/passkeys/<int:pk>/remove", second_factor.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]
