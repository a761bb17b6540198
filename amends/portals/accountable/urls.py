"""The addresses behind /answer/."""

from django.urls import path

from amends.portals.accountable import views

app_name = "accountable"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("<uuid:case_id>/", views.case, name="case"),
    path("<uuid:case_id>/rights/", views.rights, name="rights"),
    path("<uuid:case_id>/looks/", views.looks, name="looks"),
    path("<uuid:case_id>/task/<uuid:task_id>/", views.task, name="task"),
    path("<uuid:case_id>/task/<uuid:task_id>/<slug:address>/", views.act_on_task, name="task_act"),
    path("<uuid:case_id>/<slug:address>/", views.act, name="act"),
]
