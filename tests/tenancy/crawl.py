"""People go over a part of the addresses, one after the other; what they meet is judged."""

import json
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from copy import copy
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from network.agencies.guard.middleware import GuardMiddleware
from tests.tenancy.admin_urls import admin_addresses, spelled_addresses
from tests.tenancy.conftest import LEFT, Cast
from tests.tenancy.forms import emptied, forms_of, hostile_form, hostile_json, variants
from tests.tenancy.parts import Address, queries, spelled_queries
from tests.tenancy.reads import Reads
from tests.tenancy.state import rows_now
from tests.tenancy.visits import Visit
from tests.words.reading import Reading

# These two look at everything; what they write is counted all the same.
READERS = ("overseer", "network_admin")
# Who serves one agency has one scope: what queries find, and what fields take, is judged by that.
# Each of them asks every address, and posts every form as it stands; queries are asked, and foreign
# things put into a form, by the first of them whom it opens for. In this order: for the admin opens
# most.
OF_ONE_AGENCY = ("agency_admin", "author", "appraiser", "approver", LEFT)
EVERYBODY = (*OF_ONE_AGENCY, *READERS, "report_viewer", "without_membership", "visitor")
# These send everything, the visitor since it is not the guard who refuses them. For everybody else
# the guard itself is asked first, and what it refuses in one of its ways is sent over HTTP once:
# no view is reached then, and what a refusal shows and writes is judged for these.
# And what they may open is opened with one object of each kind, which the admin opens with all; but
# `make drill` lets everybody send everything.
SENDING_ALL = ("agency_admin", "visitor")
IS_DRILL = os.environ.get("EVERY_REQUEST") == "1"
NUMBERS = re.compile(r"\d+")
# Screens that are different for each: queries are asked by the author, too.
PERSONAL = {
    *("wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_explore"),
    *("wagtailadmin_pages:edit", "moderation:desk", "wagtailadmin_pages:history"),
    "work:index",
}
# These few try what is refused or let through whoever comes.
OTHER_WAYS = ("agency_admin", "overseer")
METHODS = ("head", "options", "put", "patch", "delete")
# Editors, and where they have their form shown.
PREVIEWS = {
    "wagtailadmin_pages:edit": "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:add": "wagtailadmin_pages:preview_on_add",
}
# Addresses whose form does nothing but leave.
LEAVING = "wagtailadmin_logout"

type Screens = list[tuple[Address, bytes]]
# Whether it was taken as it stands, where it was posted, its fields, and those that name something.
type Posted = tuple[bool, Address, QueryDict, list[str]]


class Crawl:
    """What is known of a part of the addresses after those who were there before."""

    def __init__(
        self,
        cast: Cast,
        names: set[str],
        reads: Reads,
        of_one_scope: Collection[str] = OF_ONE_AGENCY,
    ) -> None:
        """Collect the addresses of these names. `of_one_scope` are personas who share a scope."""
        self.cast, self.reads, self.rows = cast, reads, rows_now()
        self.of_one_scope = of_one_scope
        self.own, self.foreign, self.spelled = (
            {each.url: each for each in addresses if each.name in names}
            for addresses in (
                admin_addresses(cast.own),
                admin_addresses(cast.foreign),
                spelled_addresses(cast.foreign),
            )
        )
        self.queries, self.exact = queries(cast.foreign), spelled_queries(cast.foreign)
        # What was asked or tried by anybody of the same scope.
        self.done: dict[str, set[Any]] = defaultdict(set)
        self.reading = Reading()
        # Foreign addresses that were not there for anybody of the same scope, by method.
        self.missing: dict[str, set[tuple[str, str]]] = defaultdict(set)
        # By whom, with which method, in which way: sent over HTTP already.
        self.refused: set[Any] = set()
        self.guard = GuardMiddleware(lambda request: HttpResponse())

    def send(self, persona: str) -> Visit:
        """Let a persona ask and write everything, in all ways."""
        visit = Visit(
            Client(),
            self.cast,
            persona,
            may_look=persona in READERS,
            before=self.rows,
            reads=self.reads,
        )
        screens = self.look_everywhere(visit)
        self.rows = visit.judge_all_rows("looking around")
        self.post_everywhere(visit, screens)
        self.send_otherwise(visit)
        return visit

    def look_everywhere(self, visit: Visit) -> Screens:
        """Ask every screen for foreign things, and one's own screens with foreign queries.

        Returns the screens that opened: one's own, for readers those of the foreign house. To
        them all houses are alike, and they have nothing to look for. Who does not send all opens
        each screen with one object (screen_of).
        """
        screens, opened = [], set()
        for url, address in (self.foreign if visit.may_look else self.foreign | self.own).items():
            may_open, screen = url in self.own or visit.may_look, screen_of(address)
            if self.is_refused_again(visit, url) or (may_open and screen in opened):
                continue
            if self.asks(visit, address):
                response = visit.get_with(url, self.queries, self.exact)
            else:
                response = visit.get(url)
            if is_screen(address, response) and may_open:
                screens.append((address, response.content))
                opened |= set() if sends_all(visit) else {screen}
            self.note_missing(visit, "get", address, response)
            self.read_screen(visit, address, response)
        assert visit.is_still_in()
        return screens

    def is_refused_again(
        self, visit: Visit, url: str, method: str = "get", data: Any = None, **kwargs: Any
    ) -> bool:
        """Return whether the guard refuses this persona as it has refused them before.

        It is asked each time, about this very request. And what was not there for somebody of one
        scope is there for no colleague.
        """
        if IS_DRILL:
            return False
        if (method, url) in self.missing[self.scope_name(visit)]:
            return True
        if visit.persona in SENDING_ALL and method not in METHODS:
            return False
        refusal = self.refusal(visit.persona, method, url, data, **kwargs)
        is_known = refusal in self.refused
        self.refused |= {refusal} - {None}
        return is_known

    def refusal(self, persona: str, method: str, url: str, data: Any = None, **kwargs: Any) -> Any:
        """Return in which of its ways the guard refuses this; None where it does not.

        The guard is asked as its middleware asks, before any view.
        """
        request: Any = getattr(RequestFactory(), method)(url, data, **kwargs)
        # A copy, for the guard leaves its scope with the person.
        request.user = copy(self.cast.people[persona])
        try:
            request.resolver_match = resolve(request.path)
            answer = self.guard.process_view(request, None, (), {})
        except (Http404, PermissionDenied, BadRequest) as error:
            answer = error
        return answer and (persona, method, type(answer), hasattr(request, "aimed_at"))

    def note_missing(self, visit: Visit, method: str, address: Address, response: Any) -> None:
        """Note a foreign address that is not there."""
        if response.status_code == 404 and address.url in self.foreign:
            self.missing[self.scope_name(visit)].add((method, address.url))

    def asks(self, visit: Visit, address: Address) -> bool:
        """Return whether foreign queries are asked of an address."""
        if visit.may_look or address.url not in self.own:
            return False
        again = visit.persona == "author" and address.name in PERSONAL
        return again or ("screen", address.url) not in self.done[self.scope_name(visit)]

    def read_screen(self, visit: Visit, address: Address, response: Any) -> None:
        """Read a screen that opened, once for each scope, those that differ for each person.

        Readers read one screen of each name: not what others did, for their lists hold more.
        """
        done = self.done[self.scope_name(visit)]
        screen = ("screen", address.name if visit.may_look else address.url)
        if response.status_code == 200 and (screen not in done or address.name in PERSONAL):
            done.add(screen)
            self.read(visit, address, response)

    def read(self, visit: Visit, address: Address, *responses: Any) -> None:
        """Read what was answered."""
        for response in responses:
            where = f"{visit.persona} {address.url}"
            self.reading.read(response, name=address.name, where=where)

    def post_everywhere(self, visit: Visit, screens: Screens) -> None:
        """Post to every screen of foreign things, and one's own forms with them in it."""
        hostile = hostile_form(self.cast)
        for address in self.foreign.values():
            again = self.is_refused_again(visit, address.url, "post", hostile)
            if address.name != LEAVING and not again:
                self.note_missing(visit, "post", address, visit.post(address, hostile))
        # Those of editors to previews, too.
        posted: list[Posted | None] = []
        for address, html in screens:
            for where, fields, relations in forms_of(address.url, html):
                target = Address(address.name, where, address.route)
                posted.append(self.post_form(visit, target, fields, relations))
                if address.name in PREVIEWS and where == address.url:
                    target = preview_of(address)
                    posted.append(self.post_form(visit, target, fields, relations))
        self.post_foreign_things(visit, filter(None, posted))

    def post_form(
        self, visit: Visit, target: Address, fields: QueryDict, relations: list[str]
    ) -> Posted | None:
        """Post a form as it stands, and the first of its name empty; None for who may not post.

        Once it was taken, not again with the same fields: for another of one's own objects, or
        sent by a colleague of one scope, it reaches nothing else. Where it was not, not again at
        the same address. `make drill` sends them all.
        """
        done = self.done[self.scope_name(visit)]
        taken, sent = ((where, frozenset(fields)) for where in (target.name, target.url))
        if not IS_DRILL and {taken, sent} & done:
            return None
        if self.is_refused_again(visit, target.url, "post", fields):
            return None
        answer = visit.post(target, fields)
        if answer.status_code in (403, 404):
            return None
        done.add(taken if is_good(answer) else sent)
        if ("form", target.name) not in done:
            done.add(("form", target.name))
            self.read(visit, target, *visit.answers)
            visit.post(target, emptied(fields))
            self.read(visit, target, *visit.answers)
        return is_good(answer), target, fields, relations

    def post_foreign_things(self, visit: Visit, posted: Iterable[Posted]) -> None:
        """Post the forms with foreign things in them, in all places, each once.

        Into a form that was taken as it stands before one that was refused, for that may have had
        another reason; `make drill` tries those that were refused at each address.
        """
        done = self.done[self.scope_name(visit)]
        for is_taken, target, fields, relations in sorted(posted, key=lambda form: not form[0]):
            tried = target.url if IS_DRILL and not is_taken else target.name
            # The form of a preview is the editor's, which has met all spellings; and who serves
            # two agencies (crossing.py) is let past the guard by each of them.
            is_new = target.name not in PREVIEWS.values() and visit.persona in EVERYBODY
            spellings = is_new or IS_DRILL
            for what, changed in variants(fields, relations, visit.foreign, spellings=spellings):
                if not {(target.name, what), (tried, what)} & done:
                    visit.post(target, changed)
                    done.add((tried, what))

    def scope_name(self, visit: Visit) -> str:
        """Return what those of one scope have in common."""
        return "agency" if visit.persona in self.of_one_scope else visit.persona

    def send_otherwise(self, visit: Visit) -> None:
        """Ask and write in ways that no screen offers: other spellings, JSON, other methods."""
        for url in self.spelled:
            if not self.is_refused_again(visit, url):
                visit.get(url)
        if visit.persona not in OTHER_WAYS:
            return
        for address in {each.name: each for each in self.foreign.values()}.values():
            if address.name == LEAVING:
                continue
            body, kind = hostile_json(self.cast), {"content_type": "application/json"}
            if not self.is_refused_again(visit, address.url, "post", body, **kind):
                visit.post_json(address, body)
            for method in METHODS:
                # GET's own view answers, whose answers to who may look are judged.
                if method == "head" and visit.may_look and not IS_DRILL:
                    continue
                if not self.is_refused_again(visit, address.url, method, json.loads(body)):
                    visit.send(method, address, json.loads(body))


def names_of_part(cast: Cast, part: int, parts: int) -> set[str]:
    """Return the names of every address of one part of all."""
    names = dict.fromkeys(each.name for each in admin_addresses(cast.foreign))
    return set(list(names)[part::parts])


def sends_all(visit: Visit) -> bool:
    """Return whether somebody opens each screen with every object."""
    return IS_DRILL or visit.persona in SENDING_ALL


def screen_of(address: Address) -> str:
    """Return what screens with different objects have in common, unless they are personal."""
    return address.url if address.name in PERSONAL else NUMBERS.sub("", address.url)


def is_screen(address: Address, response: Any) -> bool:
    """Return whether the answer is a page whose forms may be tried."""
    return response.status_code == 200 and not response.streaming and address.name != LEAVING


def preview_of(address: Address) -> Address:
    """Return where an editor posts its form to be looked at."""
    name = PREVIEWS[address.name]
    return Address(name, reverse(name, kwargs=resolve(address.url).kwargs), address.route)


def is_good(answer: Any) -> bool:
    """Return whether the form as it stands was taken: saved, or kept to be previewed."""
    is_json = answer.get("Content-Type") == "application/json"
    return answer.status_code == 302 or (is_json and answer.json().get("is_valid") is True)
