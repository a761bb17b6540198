"""Every address of the site, door by door."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("enter/", include("amends.portals.entrance.urls")),
    path("my/", include("amends.portals.survivor.urls")),
    path("answer/", include("amends.portals.accountable.urls")),
    path("office/", include("amends.portals.office.urls")),
    path("staff/", include("amends.portals.staff.urls")),
    path("", include("amends.portals.public.urls")),
    path("language/", set_language, name="language"),
]
