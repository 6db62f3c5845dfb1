"""Account pages. The names are django-allauth's, because its views reverse them.

Only what the portal offers is listed: signup, e-mail management and login codes of allauth have
no address here. Include at ``/accounts/``.
"""

from allauth.account import views
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from people.second_factor.keys import add_key, confirm_with_key, remove_key
from people.second_factor.views import activate, authenticate

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("two-factor/", factor.index, name="mfa_index"),
    path("two-factor/code/", authenticate, name="mfa_authenticate"),
    path("two-factor/confirm/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("two-factor/activate/", activate, name="mfa_activate_totp"),
    path("two-factor/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("two-factor/keys/add/", add_key, name="mfa_add_webauthn"),
    path("two-factor/keys/confirm/", confirm_with_key, name="mfa_reauthenticate_webauthn"),
    path("two-factor/keys/<int:pk>/remove/", remove_key, name="mfa_remove_webauthn"),
    path("two-factor/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "two-factor/recovery/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "two-factor/recovery/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
