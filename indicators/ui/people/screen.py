"""« Personnes et droits » screen: accounts and their rights. Accounts are created by the command line only."""

from datetime import timedelta
from functools import partial

from db.vocabulary import Role
from indicators.domain.formatting import count_of
from indicators.domain.rights import ROLE_LABELS
from indicators.reading.people.who import Account, everybody
from indicators.settings import Mode, settings
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.html import empty, esc, header, html, link, show, warnings
from indicators.ui.kit.query import Filter, Query
from indicators.ui.people import account as people_account
from indicators.ui.people import list as people_list


def screen() -> None:
    """Draw the list of accounts, or the one selected in the address."""
    accounts = everybody(store.engine(), idle=timedelta(minutes=settings().idle_minutes))
    email = links.parameter("personne").lower()
    account = next((each for each in accounts if each.person.email == email), None)
    if account is not None:
        people_account.draw(account)
        return
    query = _query(accounts)
    show(header("Qui peut faire quoi ?", esc(_lead(accounts)), tools=query.chips("role") + query.chips("etat")))
    nobody = [f"Personne n’a l’adresse « {email[:100]} » : voici tous les comptes."] if email else []
    if nobody or query.unknown:
        show(warnings([*nobody, *query.unknown]))
    if settings().mode is Mode.LOCAL:
        show(people_list.local_note())
    if query.matching:
        show(people_list.table(query.matching))
    elif accounts:
        everyone = link(links.address("personnes"), "Voir tous les comptes")
        show(empty("Aucun compte ne répond à ce filtre", html("<p>{}</p>", everyone)))
    else:
        show(people_list.nobody())
    show(people_list.how_to_create())


def _lead(accounts: tuple[Account, ...]) -> str:
    active = [account for account in accounts if account.is_active]
    administrators = sum(Role.ADMINISTRATOR in account.person.roles for account in active)
    closed = len(accounts) - len(active)
    text = f"{count_of(len(active), 'compte actif', 'comptes actifs')}, dont {administrators} d’administration"
    return f"{text} ; {count_of(closed, 'compte fermé', 'comptes fermés')}." if closed else f"{text}."


def _query(accounts: tuple[Account, ...]) -> Query[Account]:
    roles = {str(role): ROLE_LABELS[role] for role in Role}
    return Query(
        accounts,
        (
            Filter(
                "role",
                "Rôle",
                roles,
                lambda account, role: role in account.person.roles,
                everything="Tous ({})",
                shows_empty=True,
                lifts=("etat",),
            ),
            Filter(
                "etat",
                "État",
                {"fermes": "Fermés"},
                lambda account, _: not account.is_active,
                everything="",
                shows_empty=True,
                lifts=("role",),
            ),
        ),
        partial(links.address, "personnes"),
        counts_whole=True,
    )


screen()
