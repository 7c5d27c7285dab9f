"""Asking for a document and following it: what the session asked, in the order in which it did."""

from collections.abc import Hashable
from dataclasses import replace
from functools import partial

import streamlit as st

from indicators.domain.formatting import date_fr
from indicators.domain.rights import Person
from indicators.reading.people.journal import read_names
from indicators.reports.dossier import Named
from indicators.reports.slides import Detail
from indicators.services.refusals import Refused
from indicators.settings import settings
from indicators.ui import store
from indicators.ui.export import jobs
from indicators.ui.export.jobs import Job
from indicators.ui.export.make import DETAILS, Form, Order, make
from indicators.ui.export.make import name_of as name_of_view
from indicators.ui.journal.sentences import name_of
from indicators.ui.kit import links
from indicators.ui.kit import view as views
from indicators.ui.kit.act import Done
from indicators.ui.store import View
from indicators.ui.who import current_person

FORM = "export"
_ASKED, MAX_ASKED = "export_asked", 5


def prepare(form: Form, area: int | None, drawn: View, detail: Detail = "attention") -> Done:
    """Have a document made of what the button was drawn for, wherever the address is by now.

    What the person may no longer read is left out here.
    """
    person = current_person()
    view = replace(drawn, unpublished=drawn.unpublished & views.readable(person)) if drawn.unpublished else drawn
    try:
        review = store.review_of(view)
    except LookupError as error:
        raise Refused(str(error)) from error
    if review is None:
        raise Refused("Rien n’était encore enregistré à cette date : il n’y a rien à exporter.")
    order = Order(form, area, view, review, _named(person), store.engine(), detail, not person.roles)
    job = jobs.ask(_key(order, person), partial(make, order))
    _remember(job.id, order.file_name, title_of(order))
    return Done(())


def again(identifier: str) -> Done:
    """Try once more what failed."""
    failed, titles = jobs.find(identifier), _asked().get(identifier)
    if failed is None or titles is None:
        raise Refused("Ce document n’est plus gardé : préparez-le à nouveau.")
    job = jobs.again(failed)
    forget(identifier)
    _remember(job.id, *titles)
    return Done(())


def form_of_address() -> Form:
    """The form that the address asks for: a PDF by default."""
    return Form(links.chosen("forme", [*Form])[0] or Form.PDF)


def area_of_address() -> int | None:
    """The area that the address asks for; None for the whole roadmap."""
    number, _ = links.chosen("aire", [str(area.number) for area in store.present().catalogue.areas])
    return int(number) if number else None


def detail_of_address() -> Detail:
    """Which indicators get a slide: those that need attention by default."""
    name = links.parameter("fiches")
    return next((detail for detail in DETAILS if detail == name), "attention")


def title_of(order: Order) -> str:
    """« Comité du 12/03/2026, aire 2 » with what must be known of it."""
    day = f" (tel que connu le {date_fr(order.view.as_of)})" if order.view.as_of else ""
    area = f", aire {order.area}" if order.area else ""
    draft = ", document de travail" if order.view.unpublished else ""
    name = order.title if order.view.edition or order.view.as_of else name_of_view(order.view)
    return f"{name}{area}{day}{draft}"


def asked() -> tuple[tuple[str, str, str, Job | None], ...]:
    """Identifier, file name, title and document of each one asked, the last first; None once it is no longer kept."""
    return tuple((job, *titles, jobs.find(job)) for job, titles in reversed(_asked().items()))


def forget(identifier: str) -> None:
    """Leave a document out of the list."""
    _asked().pop(identifier, None)


def _remember(identifier: str, file_name: str, title: str) -> None:
    documents = _asked()
    documents.pop(identifier, None)
    documents[identifier] = (file_name, title)
    while len(documents) > MAX_ASKED:
        documents.pop(next(iter(documents)))


def _asked() -> dict[str, tuple[str, str]]:
    documents: dict[str, tuple[str, str]] = st.session_state.setdefault(_ASKED, {})
    return documents


def _key(order: Order, person: Person) -> Hashable:
    """What the document depends on, names of people included: they are not told to the public."""
    store_of = (settings().database_url, order.review.data_version, store.today())
    return *store_of, order.form, order.area, order.detail, order.view, bool(person.roles)


def _named(person: Person) -> Named:
    if not person.roles:
        return lambda _: ""
    names = read_names(store.engine())
    return lambda email: name_of(email, names)
