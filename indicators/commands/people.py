"""`python -m indicators user …`: accounts, by whoever may type commands on the server."""

import json
import sys
from typing import Any

import click

from db.vocabulary import Role
from indicators.reading.people import who
from indicators.services.people import accounts, passwords
from indicators.services.people.accounts import COMMAND_LINE
from indicators.services.store import preparing
from indicators.services.store.preparing import Engine
from indicators.settings import settings

_ROLE = click.Choice([str(role) for role in Role])


@click.group()
def user() -> None:
    """Comptes : les créer, leurs rôles, leurs séries et aires, leur mot de passe."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="Nom de la personne.")
@click.option("--role", "roles", type=_ROLE, multiple=True, help="Un rôle ; l’option se répète.")
@click.option("--service", default="", help="Service où la personne travaille.")
@click.option("--issuer", default="", help="Fournisseur d’identité (mode oidc).")
@click.option("--subject", default="", help="Identifiant de la personne chez lui (mode oidc).")
@click.option("--stdin", "from_stdin", is_flag=True, help="Lit le mot de passe, une ligne, sur l’entrée standard.")
def add(
    email: str, name: str, roles: tuple[str, ...], service: str, issuer: str, subject: str, from_stdin: bool
) -> None:
    """Crée un compte. Sans --stdin, un mot de passe provisoire est tiré et écrit une seule fois."""
    identity = (issuer, subject) if issuer or subject else None
    password = None if identity else _password(from_stdin)
    accounts.add_person(
        _engine(),
        COMMAND_LINE,
        email,
        name,
        roles=map(Role, roles),
        password=password,
        must_change_password=not from_stdin,
        service=service,
        identity=identity,
    )
    click.echo(f"Compte créé pour {email.strip().lower()}.", err=True)
    _give(password, from_stdin)


@user.command("roles")
@click.argument("email")
@click.argument("roles", nargs=-1, type=_ROLE)
def set_roles(email: str, roles: tuple[str, ...]) -> None:
    """Remplace les rôles de la personne (aucun : elle ne fait que consulter)."""
    accounts.set_roles(_engine(), COMMAND_LINE, email, map(Role, roles))
    click.echo(f"Rôles : {', '.join(roles) or 'aucun'}.", err=True)


@user.command("series")
@click.argument("email")
@click.argument("codes", nargs=-1)
def set_series(email: str, codes: tuple[str, ...]) -> None:
    """Remplace les séries que la personne remplit."""
    accounts.set_series(_engine(), COMMAND_LINE, email, codes)
    click.echo(f"Séries attribuées : {len(set(codes))}.", err=True)


@user.command("areas")
@click.argument("email")
@click.argument("numbers", nargs=-1, type=int)
def set_areas(email: str, numbers: tuple[int, ...]) -> None:
    """Remplace les aires que la personne valide."""
    accounts.set_areas(_engine(), COMMAND_LINE, email, numbers)
    click.echo(f"Aires attribuées : {', '.join(map(str, sorted(set(numbers)))) or 'aucune'}.", err=True)


@user.command("password")
@click.argument("email")
@click.option("--stdin", "from_stdin", is_flag=True, help="Lit le mot de passe, une ligne, sur l’entrée standard.")
def set_password(email: str, from_stdin: bool) -> None:
    """Remplace le mot de passe ; les sessions de la personne se ferment."""
    password = _password(from_stdin)
    accounts.set_password(_engine(), COMMAND_LINE, email, password, must_change_password=not from_stdin)
    click.echo("Mot de passe remplacé.", err=True)
    _give(password, from_stdin)


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """Ferme un compte : ses sessions s’arrêtent, ce qu’il a saisi reste."""
    accounts.deactivate(_engine(), COMMAND_LINE, email)
    click.echo("Compte fermé.", err=True)


@user.command()
@click.argument("email")
def enable(email: str) -> None:
    """Rouvre un compte fermé."""
    accounts.reactivate(_engine(), COMMAND_LINE, email)
    click.echo("Compte rouvert.", err=True)


@user.command("sessions")
@click.argument("email")
def end_sessions(email: str) -> None:
    """Ferme toutes les sessions ouvertes de la personne."""
    accounts.revoke_all(_engine(), COMMAND_LINE, email)
    click.echo("Sessions fermées.", err=True)


@user.command("data")
@click.argument("email")
def data(email: str) -> None:
    """Écrit en JSON ce que la base détient d’une personne, et ce qu’il en advient si son compte est supprimé."""
    found = accounts.data_of(_engine(), COMMAND_LINE, email)
    rows = [{"donnee": what, "sort": fate, "lignes": count} for what, fate, count in found]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))


@user.command()
@click.argument("email")
@click.option("--reason", required=True, help="Motif, gardé au journal.")
def erase(email: str, reason: str) -> None:
    """Supprime un compte et ce qu’il contient de la personne ; ce qu’elle a saisi reste."""
    accounts.erase(_engine(), COMMAND_LINE, email, reason)
    click.echo("Compte supprimé ; les valeurs saisies sont conservées.", err=True)


@user.command("list")
def list_() -> None:
    """Écrit les comptes en JSON ; aucun secret n’y figure."""
    rows = [_row(account) for account in who.everybody(_engine())]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))


def _row(account: who.Account) -> dict[str, Any]:
    person = account.person
    return {
        "adresse": person.email,
        "nom": person.name,
        "service": account.service,
        "actif": account.is_active,
        "roles": sorted(person.roles),
        "series": sorted(person.series),
        "aires": sorted(person.areas),
        "fournisseur": account.issuer,
        "identifiant": account.subject,
        "mot_de_passe_provisoire": account.must_change_password,
    }


def _password(from_stdin: bool) -> str:
    """Never an argument: other people of the machine could read it in the list of processes."""
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else passwords.provisional()


def _give(password: str | None, from_stdin: bool) -> None:
    if password is not None and not from_stdin:
        click.echo("Mot de passe provisoire, à changer à la première connexion :", err=True)
        click.echo(password)


def _engine() -> Engine:
    engine = preparing.open_store(settings().database_url)
    preparing.require_ready(engine)
    return engine
