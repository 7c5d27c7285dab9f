"""Campagnes: progress, late series and reminders; administrators also prepare, close and publish."""

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
    """Draw the list of campaigns, or the campaign named by the address."""
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
    overviews = reading.overviews(store.engine(), person, today)
    tools = chip("Périodes verrouillées", links.address("campagnes", vue="verrous"))
    if administers:
        tools = chip("Préparer une campagne", links.address("campagnes", vue="nouvelle")) + tools
    show(header("Où en sont les campagnes de saisie ?", esc(campaign_list.lead(overviews, today)), tools=tools))
    _, unknown = links.chosen("vue", ("nouvelle",))
    if unknown:
        show(warnings(unknown))
    show(campaign_list.campaigns(overviews, today, administers))


def _locks(person: Person, today: date, administers: bool) -> None:
    engine = store.engine()
    period_locks = reading.read_period_locks(engine, person)
    lead = (
        f"{count_of(len(period_locks), 'période')} où l’on ne saisit plus"
        if period_locks
        else "On peut saisir partout."
    )
    show(header("Quelles périodes sont verrouillées ?", esc(lead), (_CRUMB,)))
    people = reading.colleagues(engine, person) if administers else ()
    locks.show_locks(period_locks, read_names(engine), people, today, administers)


def _campaign(person: Person, code: str, today: date, administers: bool) -> None:
    campaign_board = reading.board(store.engine(), person, code)
    if campaign_board is None:
        back = link(links.address("campagnes"), "Voir toutes les campagnes")
        show(
            header("Cette campagne n’existe pas", "", (_CRUMB,)),
            empty(f"Aucune campagne « {code} »", html("<p>{}</p>", back)),
        )
        return
    reminds = administers or Role.VALIDATOR in person.roles
    views = {"": "Suivi", "series": f"Séries ({len(campaign_board.asked)})"}
    if reminds:
        views["relances"] = "Relances"
    if administers:
        views["composer"] = "Choisir les séries"
    view, unknown = links.chosen("vue", views)
    tools = join(
        chip(text, links.address("campagnes", campagne=code, vue=name), name == view) for name, text in views.items()
    )
    show(header(campaign_board.campaign.label, _lead(campaign_board, today), (_CRUMB,), tools))
    if unknown:
        show(warnings(unknown))
    _view(view, campaign_board, person, today, administers)


def _view(view: str, campaign_board: Board, person: Person, today: date, administers: bool) -> None:
    engine = store.engine()
    match view:
        case "series":
            show_series = series.show_series(campaign_board, today)
            people = reading.colleagues(engine, person)
            forms.hand_over(campaign_board, person, people)
            if administers:
                forms.give(campaign_board, show_series, people)
        case "relances":
            reminders.show_reminders(campaign_board)
        case "composer":
            every = reading.candidates(engine, person, campaign_board.campaign.code)
            campaigns = reading.read_campaigns(engine, person)
            forms.compose(campaign_board, every, campaigns, reading.colleagues(engine, person), store.present())
        case _:
            show(board.board(campaign_board, today))
            if administers:
                forms.life(campaign_board)
            show(_note(campaign_board))


def _lead(campaign_board: Board, today: date) -> Html:
    campaign = campaign_board.campaign
    summary = (
        f"valeurs de {words.period(campaign)} · ouverte le {date_fr(campaign.opens_on)}, {words.due(campaign, today)}"
    )
    return html("{} {}", words.campaign_state(campaign), summary)


def _note(campaign_board: Board) -> Html:
    return html('<p class="foot">{}</p>', campaign_board.campaign.note) if campaign_board.campaign.note else Html()


screen()
