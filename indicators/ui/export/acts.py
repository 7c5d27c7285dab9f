"""Requesting documents and following them: the requests of the session, in order."""

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
from indicators.ui.export.make import DETAILS, DocumentKind, Order, make
from indicators.ui.export.make import name_of as name_of_view
from indicators.ui.journal.sentences import name_of
from indicators.ui.kit import links
from indicators.ui.kit import view as views
from indicators.ui.kit.act import ActAnswer
from indicators.ui.store import View
from indicators.ui.who import current_person

FORM = "export"
_ASKED, MAX_ASKED = "export_asked", 5


def prepare(form: DocumentKind, area: int | None, drawn: View, detail: Detail = "attention") -> ActAnswer:
    """Request a document of the view for which the button was drawn, even if the address has changed since.

    Unpublished values that the person may no longer read are left out. Raises Refused.
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
    return ActAnswer(())


def again(identifier: str) -> ActAnswer:
    """Retry a document that failed. Raises Refused when it is no longer available."""
    failed, titles = jobs.find(identifier), _requests().get(identifier)
    if failed is None or titles is None:
        raise Refused("Ce document n’est plus gardé : préparez-le à nouveau.")
    job = jobs.again(failed)
    forget(identifier)
    _remember(job.id, *titles)
    return ActAnswer(())


def form_of_address() -> DocumentKind:
    """The document format named by the address, by default PDF."""
    return DocumentKind(links.chosen("forme", [*DocumentKind])[0] or DocumentKind.PDF)


def area_of_address() -> int | None:
    """The area named by the address; None for the whole roadmap."""
    number, _ = links.chosen("aire", [str(area.number) for area in store.present().catalogue.areas])
    return int(number) if number else None


def detail_of_address() -> Detail:
    """Which indicators get a slide, from the address; by default those that need attention."""
    name = links.parameter("fiches")
    return next((detail for detail in DETAILS if detail == name), "attention")


def title_of(order: Order) -> str:
    """Title of a document with its caveats: « Comité du 12/03/2026, aire 2 », « …, document de travail »."""
    day = f" (tel que connu le {date_fr(order.view.as_of)})" if order.view.as_of else ""
    area = f", aire {order.area}" if order.area else ""
    draft = ", document de travail" if order.view.unpublished else ""
    name = order.title if order.view.edition or order.view.as_of else name_of_view(order.view)
    return f"{name}{area}{day}{draft}"


def requested_documents() -> tuple[tuple[str, str, str, Job | None], ...]:
    """Identifier, file name, title and job of each request, latest first; the job is None once expired."""
    return tuple((job, *titles, jobs.find(job)) for job, titles in reversed(_requests().items()))


def forget(identifier: str) -> None:
    """Remove a document from the list."""
    _requests().pop(identifier, None)


def _remember(identifier: str, file_name: str, title: str) -> None:
    documents = _requests()
    documents.pop(identifier, None)
    documents[identifier] = (file_name, title)
    while len(documents) > MAX_ASKED:
        documents.pop(next(iter(documents)))


def _requests() -> dict[str, tuple[str, str]]:
    documents: dict[str, tuple[str, str]] = st.session_state.setdefault(_ASKED, {})
    return documents


def _key(order: Order, person: Person) -> Hashable:
    """Everything the document depends on, including whether people are named: they are not for the public."""
    store_of = (settings().database_url, order.review.data_version, store.today())
    return *store_of, order.form, order.area, order.detail, order.view, bool(person.roles)


def _named(person: Person) -> Named:
    if not person.roles:
        return lambda _: ""
    names = read_names(store.engine())
    return lambda email: name_of(email, names)
