"""The addresses behind /office/."""

from django.urls import path

from amends.portals.office import views

app_name = "office"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("after/<uuid:seat_id>/", views.cases, name="cases_after"),
    path("refer/", views.refer, name="refer"),
    path("requests/", views.requests, name="requests"),
    path("memorandum/", views.memorandum, name="memorandum"),
    path("<uuid:case_id>/", views.case, name="case"),
    path("<uuid:case_id>/task/<uuid:task_id>/", views.task, name="task"),
    path("<uuid:case_id>/<slug:address>/", views.act, name="act"),
]
