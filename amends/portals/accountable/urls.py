"""The addresses behind /answer/."""

from django.urls import path

from amends.portals.accountable import views

urlpatterns = [
    path("", views.cases, name="answer"),
    path("<uuid:case_id>/", views.case, name="answer_case"),
    path("<uuid:case_id>/rights/", views.rights, name="answer_rights"),
    path("<uuid:case_id>/looks/", views.looks, name="answer_looks"),
    path("<uuid:case_id>/task/<uuid:task_id>/", views.task, name="answer_task"),
    path("<uuid:case_id>/task/<uuid:task_id>/<slug:address>/", views.act_on_task, name="answer_task_act"),
    path("<uuid:case_id>/<slug:address>/", views.act, name="answer_act"),
]
