"""Which address leads where?"""

from __future__ import annotations

from django.urls import include, path

from dafeng.web.frame import views as frame
from dafeng.web.programmes.pages import mine

urlpatterns = [
    path("", include("dafeng.web.published.urls")),
    path("language/", frame.set_language, name="set_language"),
    path("help/", frame.help_page, name="help"),
    path("account/", include("allauth.account.urls")),
    path("account/factors/", include("allauth.mfa.urls")),
    path("account/elsewhere/", include("allauth.socialaccount.urls")),
    path("account/elsewhere/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("desk/", mine.desk, name="desk"),
    path("exchange/", include("dafeng.web.partners.urls")),
    path("dossiers/", include("dafeng.web.dossiers.urls")),
    path("programmes/", include("dafeng.web.programmes.urls")),
    path("record/", include("dafeng.web.programmes.record_urls")),
    path("notices/", include("dafeng.web.notices.urls")),
    path("people/", include("dafeng.web.accounts.urls")),
]
