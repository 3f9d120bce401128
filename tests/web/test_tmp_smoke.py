import pytest, django
from django.urls import get_resolver
@pytest.fixture
def signed(client, cast, org):
    from journeywork.people import queries
    from django.contrib.auth import get_user_model
    def as_(p):
        client.force_login(get_user_model().objects.get(email=p.email), backend="journeywork.people.sign_in.Backend"); return client
    return as_
PATHS="/ /ask/ /cards/ /write/ /write/card/ /work/ /silences/ /requests/ /teams/ /teams/payments/ /people/ben/ /replay/ /me/ /me/attention/ /me/skills/ /me/tokens/ /me/privacy/ /me/privacy/export/ /me/signing-in/".split()
ADMIN="/admin/ /admin/invite/ /admin/people/ana/ /admin/people/ana/leave/ /admin/teams/ /admin/teams/payments/ /admin/sources/ /admin/rules/ /admin/rules/first_place/ /admin/budget/ /admin/audit/ /admin/demo/".split()
@pytest.mark.parametrize("path",PATHS+ADMIN)
def test_page(path, signed, cast, org, django_assert_max_num_queries):
    from journeywork.people import actions
    from tests.conftest import TUESDAY
    if path in ADMIN: actions.change_person(person_id=cast.emil.id, roles=("member","administrator"), by=None, at=TUESDAY)
    c=signed(cast.emil if path in ADMIN else cast.ana)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from journeywork.kernel.tenancy import _current
    with CaptureQueriesContext(connection) as q:
        r=c.get(path)
    assert r.status_code==200, r.content.decode()[:3000]
    print(path,len(q))
    if len(q)>8:
        for x in q: print("   ",x["sql"][:150])
