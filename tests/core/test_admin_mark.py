"""The admin carries the network's mark, not that of the software below it."""

import pytest
from django.urls import reverse

from tests.factories.accounts import make_enrolled_user, signed_in
from tests.factories.people import make_agency, serve


@pytest.mark.django_db
def test_the_sidebar_and_the_tab_show_the_mark(client):
    user = make_enrolled_user()
    serve(user, make_agency(), "author", begins=-1)
    html = signed_in(client, user).get(reverse("wagtailadmin_home")).content.decode()
    logo = html.split("data-wagtail-sidebar-branding-logo>")[1].split("</template>")[0]
    assert "core/mark.svg" in logo
    icon = html.split('rel="icon"')[1].split(">")[0]
    assert "core/mark.svg" in icon
    assert "favicon.ico" not in html
