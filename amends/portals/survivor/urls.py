"""The addresses behind the survivor's door: neutral words, that say nothing in a browser's history."""

from django.urls import path

from amends.portals.survivor import acting, views

app_name = "survivor"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("<uuid:case_id>/", views.page, name="page"),
    path("<uuid:case_id>/two/", views.two, name="two"),
    path("<uuid:case_id>/list/", views.plan, name="list"),
    path("<uuid:case_id>/list/<uuid:item_id>/", views.item, name="item"),
    path("<uuid:case_id>/list/<uuid:item_id>/<slug:address>/", acting.item_act, name="item_act"),
    path("<uuid:case_id>/dates/", views.dates, name="dates"),
    path("<uuid:case_id>/ways/", views.ways, name="ways"),
    path("<uuid:case_id>/card/", views.card, name="card"),
    path("<uuid:case_id>/help/", views.services, name="help"),
    path("<uuid:case_id>/help/<uuid:service_id>/", acting.service_act, name="service_act"),
    path("<uuid:case_id>/people/", views.people, name="people"),
    path("<uuid:case_id>/seen/", views.seen, name="seen"),
    path("<uuid:case_id>/seen/<int:before>/", views.seen, name="seen_before"),
    path("<uuid:case_id>/who/", views.who, name="who"),
    path("<uuid:case_id>/who/<slug:other>/", views.as_they_see, name="as_they_see"),
    path("<uuid:case_id>/days/", views.days, name="days"),
    path("<uuid:case_id>/<slug:address>/", acting.act, name="act"),
]
