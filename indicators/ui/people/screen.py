"""Personnes et droits: who may do what. Accounts are made by the command line alone."""

from datetime import timedelta

from db.vocabulary import Role
from indicators.domain.formatting import count_of
from indicators.domain.rights import ROLE_LABELS
from indicators.reading.people.who import Account, everybody
from indicators.settings import Mode, settings
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.html import chip, empty, esc, header, link, show
from indicators.ui.people import account as people_account
from indicators.ui.people import list as people_list

ALL, CLOSED = "", "fermes"


def screen() -> None:
    """Draw the list of accounts, or the one that the address names."""
    accounts = everybody(store.engine(), idle=timedelta(minutes=settings().idle_minutes))
    asked = links.parameter("personne").lower()
    one = next((each for each in accounts if each.person.email == asked), None)
    if one is not None:
        people_account.draw(one)
        return
    show(header("Qui peut faire quoi ?", esc(_lead(accounts)), tools=_chips(accounts)))
    if asked:
        show(f'<p class="warn">{esc(f"Personne n’a l’adresse « {asked[:100]} » : voici tous les comptes.")}</p>')
    if settings().mode is Mode.LOCAL:
        show(people_list.local_note())
    shown = [each for each in accounts if _is_asked(each)]
    if shown:
        show(people_list.table(shown))
    elif accounts:
        everyone = link(links.address("personnes"), "Voir tous les comptes")
        show(empty("Aucun compte ne répond à ce filtre", f"<p>{everyone}</p>"))
    else:
        show(people_list.nobody())
    show(people_list.how_to_create())


def _lead(accounts: tuple[Account, ...]) -> str:
    active = [one for one in accounts if one.is_active]
    administrators = sum(Role.ADMINISTRATOR in one.person.roles for one in active)
    closed = len(accounts) - len(active)
    text = f"{count_of(len(active), 'compte actif', 'comptes actifs')}, dont {administrators} d’administration"
    return f"{text} ; {count_of(closed, 'compte fermé', 'comptes fermés')}." if closed else f"{text}."


def _chips(accounts: tuple[Account, ...]) -> str:
    role = links.parameter("role")
    closed = links.parameter("etat") == CLOSED
    chips = [chip(f"Tous ({len(accounts)})", links.address("personnes"), not role and not closed)]
    for each in Role:
        count = sum(each in one.person.roles for one in accounts)
        text = f"{ROLE_LABELS[each]} ({count})"
        chips.append(chip(text, links.address("personnes", role=each), role == each))
    count = sum(not one.is_active for one in accounts)
    chips.append(chip(f"Fermés ({count})", links.address("personnes", etat=CLOSED), closed))
    return "".join(chips)


def _is_asked(account: Account) -> bool:
    role = links.parameter("role")
    if role in list(Role) and role not in account.person.roles:
        return False
    return links.parameter("etat") != CLOSED or not account.is_active


screen()
