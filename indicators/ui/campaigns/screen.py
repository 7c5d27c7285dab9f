"""Campagnes: where each campaign stands, who is late, whom to remind; for the administration, preparing and closing."""

from datetime import date

from db.vocabulary import Role
from indicators.domain import rights
from indicators.domain.formatting import count_of, date_fr
from indicators.domain.rights import Action, Person
from indicators.reading.campaigns import campaigns as reading
from indicators.reading.campaigns.campaigns import Board
from indicators.reading.people.journal import read_names
from indicators.ui import store
from indicators.ui.campaigns import board, forms, locks, reminders, series, words
from indicators.ui.campaigns import list as campaign_list
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, chip, empty, esc, header, html, join, link, show, warnings
from indicators.ui.who import current_person

_CRUMB = ("Campagnes", links.address("campagnes"))


def screen() -> None:
    """Draw the list of campaigns, or the one of the address."""
    person, today = current_person(), store.today()
    administers = bool(rights.allowed(person, Action.OPEN_CAMPAIGN))
    code, view = links.parameter("campagne"), links.parameter("vue")
    if code:
        _campaign(person, code, today, administers)
    elif view == "verrous":
        _locks(person, today, administers)
    elif view == "nouvelle" and administers:
        show(header("Préparer une campagne", "Une période, des dates, puis des séries et des personnes.", (_CRUMB,)))
        forms.create(today)
    else:
        _list(person, today, administers)


def _list(person: Person, today: date, administers: bool) -> None:
    found = reading.overviews(store.engine(), person, today)
    tools = chip("Périodes verrouillées", links.address("campagnes", vue="verrous"))
    if administers:
        tools = chip("Préparer une campagne", links.address("campagnes", vue="nouvelle")) + tools
    show(header("Où en sont les campagnes de saisie ?", esc(campaign_list.lead(found, today)), tools=tools))
    _, unknown = links.chosen("vue", ("nouvelle",))
    if unknown:
        show(warnings(unknown))
    show(campaign_list.campaigns(found, today, administers))


def _locks(person: Person, today: date, administers: bool) -> None:
    engine = store.engine()
    found = reading.read_period_locks(engine, person)
    lead = f"{count_of(len(found), 'période')} où l’on ne saisit plus" if found else "On peut saisir partout."
    show(header("Quelles périodes sont verrouillées ?", esc(lead), (_CRUMB,)))
    people = reading.colleagues(engine, person) if administers else ()
    locks.show_locks(found, read_names(engine), people, today, administers)


def _campaign(person: Person, code: str, today: date, administers: bool) -> None:
    found = reading.board(store.engine(), person, code)
    if found is None:
        back = link(links.address("campagnes"), "Voir toutes les campagnes")
        show(
            header("Cette campagne n’existe pas", "", (_CRUMB,)),
            empty(f"Aucune campagne « {code} »", html("<p>{}</p>", back)),
        )
        return
    reminds = administers or Role.VALIDATOR in person.roles
    views = {"": "Suivi", "series": f"Séries ({len(found.asked)})"}
    if reminds:
        views["relances"] = "Relances"
    if administers:
        views["composer"] = "Choisir les séries"
    view, unknown = links.chosen("vue", views)
    tools = join(
        chip(text, links.address("campagnes", campagne=code, vue=name), name == view) for name, text in views.items()
    )
    show(header(found.campaign.label, _lead(found, today), (_CRUMB,), tools))
    if unknown:
        show(warnings(unknown))
    _view(view, found, person, today, administers)


def _view(view: str, found: Board, person: Person, today: date, administers: bool) -> None:
    engine = store.engine()
    match view:
        case "series":
            kept = series.show_series(found, today)
            people = reading.colleagues(engine, person)
            forms.hand_over(found, person, people)
            if administers:
                forms.give(found, kept, people)
        case "relances":
            reminders.show_reminders(found)
        case "composer":
            every = reading.candidates(engine, person, found.campaign.code)
            others = reading.read_campaigns(engine, person)
            forms.compose(found, every, others, reading.colleagues(engine, person), store.present())
        case _:
            show(board.board(found, today))
            if administers:
                forms.life(found)
            show(_note(found))


def _lead(found: Board, today: date) -> Html:
    campaign = found.campaign
    said = (
        f"valeurs de {words.period(campaign)} · ouverte le {date_fr(campaign.opens_on)}, {words.due(campaign, today)}"
    )
    return html("{} {}", words.campaign_state(campaign), said)


def _note(found: Board) -> Html:
    return html('<p class="foot">{}</p>', found.campaign.note) if found.campaign.note else Html()


screen()
