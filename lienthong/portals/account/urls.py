"""Routes of signing in and of one's own account. The names without a room are allauth's own."""

from django.urls import include, path

from .views import factors, notices, outside, own, sign_in

allauth_names = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/second-factor/", sign_in.second_factor, name="mfa_authenticate"),
    path("sign-in/passkey/", sign_in.passkey, name="mfa_login_webauthn"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("confirm/password/", sign_in.confirm_password, name="account_reauthenticate"),
    path("confirm/code/", sign_in.confirm_code, name="mfa_reauthenticate"),
    path("confirm/passkey/", sign_in.confirm_passkey, name="mfa_reauthenticate_webauthn"),
    path("security/app/", factors.enrol_app, name="mfa_activate_totp"),
    path("security/app/remove/", factors.remove_app, name="mfa_deactivate_totp"),
    path("security/passkeys/add/", factors.add_passkey, name="mfa_add_webauthn"),
    path(
        "security/passkeys/<int:pk>/remove/",
        factors.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path("security/codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "security/codes/new/",
        factors.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("security/factors/", own.security_page, name="mfa_index"),
]

own_names = [
    path("sign-in/code/", sign_in.enter, name="enter"),
    path("sign-out/now/", sign_in.sign_out, name="sign_out"),
    path("", own.account_page, name="account"),
    path("security/", own.security_page, name="security"),
    path("security/password/", own.password_page, name="password"),
    path("security/needed/", factors.second_factor_needed, name="second_factor"),
    path("security/sessions/<slug:session_id>/end/", own.session_end, name="end_session"),
    path("security/sessions/end/", own.sign_out_everywhere, name="sign_out_everywhere"),
    path("key/back/", own.key_back, name="key_back"),
    path("readings/", own.readings_page, name="readings"),
    path("outside/", outside.outside_page, name="outside"),
    path("outside/calendar/", outside.feed_make, name="feed_make"),
    path("outside/calendar/change/", outside.feed_change, name="feed_change"),
    path("outside/calendar/end/", outside.feed_end, name="feed_end"),
    path("outside/mail/", outside.mail_want, name="mail_want"),
    path("outside/mail/end/", outside.mail_end, name="mail_end"),
    path("calendar/<int:feed_id>.ics", outside.calendar_feed, name="calendar_feed"),
    path("notices/", notices.notices_page, name="notices"),
    path("notices/read/", notices.notices_read, name="read_all"),
    path("notices/<int:notice_id>/read/", notices.notice_read, name="read_notice"),
    path("post/", own.post_switch, name="switch_post"),
    path("display/", own.preferences, name="preferences"),
]

urlpatterns = [
    *allauth_names,
    path("", include((own_names, "account"))),
]
