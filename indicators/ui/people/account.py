"""One account: identity, roles and areas, sign-in, personal data stored."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from db.vocabulary import Role
from indicators.domain.formatting import count_of
from indicators.domain.rights import ROLE_LABELS
from indicators.reading.people.who import Account
from indicators.services.people import accounts
from indicators.services.people.accounts import AccountProfile
from indicators.settings import Mode, settings
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.act import ActAnswer, click, drop_parameters
from indicators.ui.kit.days import day_fr
from indicators.ui.kit.fields import chosen, key, typed
from indicators.ui.kit.html import Html, card, chip, details, esc, header, html, join, link, show, table
from indicators.ui.people import series
from indicators.ui.people.list import roles_of
from indicators.ui.who import current_person

MAY = {
    Role.READER: "Consulte les valeurs publiées.",
    Role.CONTRIBUTOR: "Saisit et soumet les valeurs de ses séries.",
    Role.VALIDATOR: "Juge et publie les valeurs de ses aires ; fixe leurs situations initiales et leurs cibles.",
    Role.ADMINISTRATOR: "Tout, y compris les comptes, le catalogue et les paramètres de la méthode.",
}
_PASSWORD = "provisional_password"
_DISPLAY_TIME = timedelta(minutes=5)


def draw(account: Account) -> None:
    """Draw the account."""
    crumbs = (("Personnes et droits", links.address("personnes")),)
    show(header(account.person.name, esc(_lead(account)), crumbs))
    _provisional(account)
    if _draw_confirmation(account):
        return
    _profile(account)
    series.draw(account)
    _signing_in(account)
    _data(account)


def _lead(account: Account) -> str:
    words = [account.person.email, "actif" if account.is_active else "compte fermé", roles_of(account) or "aucun rôle"]
    if account.last_sign_in:
        words.append(f"dernière connexion le {day_fr(account.last_sign_in)}")
    return " · ".join(words)


def _profile(account: Account) -> None:
    form = f"profile:{account.person.email}"
    with st.form(form, enter_to_submit=False, border=False), st.container(border=True, key="card_people_profile"):
        show(html("<h2>Identité, rôles et aires</h2>"))
        left, right = st.columns(2)
        left.text_input("Nom", account.person.name, key=key(form, "name"), max_chars=200)
        right.text_input("Service", account.service, key=key(form, "service"), max_chars=200)
        show(html('<p class="admin-legend">Rôles : ils s’additionnent</p>'))
        for role in Role:
            label = f"**{ROLE_LABELS[role]}** : {MAY[role]}"
            st.checkbox(label, role in account.person.roles, key=key(form, role))
        show(html('<p class="admin-legend">Aires à valider</p>'))
        catalogue = store.present().catalogue
        half = -(-len(catalogue.areas) // 2)
        for column, areas in zip(st.columns(2), (catalogue.areas[:half], catalogue.areas[half:]), strict=True):
            for area in areas:
                name = f"{area.number} {catalogue.area_names[area.number]}"
                column.checkbox(name, area.number in account.person.areas, key=key(form, str(area.number)))
        numbers = [area.number for area in catalogue.areas]
        st.form_submit_button("Enregistrer", type="primary", **click(form, _save_profile, form, account, numbers))


def _save_profile(form: str, account: Account, numbers: list[int]) -> str:
    roles = frozenset(role for role in Role if chosen(form, role))
    areas = frozenset(number for number in numbers if chosen(form, str(number)))
    profile = AccountProfile(typed(form, "name"), typed(form, "service"), roles, areas)
    original_profile = AccountProfile(account.person.name, account.service, account.person.roles, account.person.areas)
    if accounts.set_profile(store.engine(), current_person(), account.person.email, profile, original_profile):
        return "Compte enregistré ; les droits comptent dès la prochaine action de la personne."
    return "Rien n’était à changer."


def _signing_in(account: Account) -> None:
    with st.container(border=True, key="card_people_access"):
        show(html("<h2>Connexion</h2>"), _how(account))
        here = links.address("personnes", personne=account.person.email)
        links_ = []
        if not account.issuer and account.is_active:
            links_.append(("Donner un mot de passe provisoire", "mot-de-passe"))
        if account.open_sessions:
            links_.append(("Fermer ses sessions", "sessions"))
        links_.append(("Fermer le compte", "fermer") if account.is_active else ("Rouvrir le compte", "rouvrir"))
        chips = join(chip(text, f"{here}&acte={act}") for text, act in links_)
        show(html('<div class="chips">{}</div>', chips))


def _how(account: Account) -> Html:
    rows = [
        ("Compte créé le", day_fr(account.created_at)),
        ("Dernière connexion", day_fr(account.last_sign_in) or "jamais ici"),
    ]
    if account.issuer:
        rows += [("Fournisseur d’identité", account.issuer), ("Identifiant chez lui", account.subject)]
        if settings().mode is Mode.OIDC:
            rows[1] = ("Dernière connexion", "connue du fournisseur seulement")
    else:
        provisional = (
            "provisoire, à changer à la prochaine connexion"
            if account.must_change_password
            else "choisi par la personne"
        )
        rows.append(("Mot de passe", provisional if account.has_password else "aucun"))
    rows.append(("Sessions ouvertes", str(account.open_sessions)))
    return (
        html('<dl class="sheet">')
        + join(html("<dt>{}</dt><dd>{}</dd>", name, value) for name, value in rows)
        + html("</dl>")
    )


_CONFIRM = {
    "mot-de-passe": (
        "Donner un mot de passe provisoire ?",
        "L’ancien mot de passe ne vaudra plus rien et les sessions de la personne se fermeront. Le nouveau sera montré "
        "une seule fois ; la personne devra le changer à sa première connexion.",
        "Donner le mot de passe",
    ),
    "sessions": (
        "Fermer toutes ses sessions ?",
        "La personne devra se connecter de nouveau, partout. Ses brouillons de saisie sont gardés.",
        "Fermer les sessions",
    ),
    "fermer": (
        "Fermer ce compte ?",
        "La personne ne pourra plus se connecter et ses sessions s’arrêtent. Ce qu’elle a saisi reste, et le compte peut "
        "être rouvert.",
        "Fermer le compte",
    ),
    "rouvrir": ("Rouvrir ce compte ?", "La personne retrouve ses rôles, ses séries et ses aires.", "Rouvrir le compte"),
    "supprimer": (
        "Supprimer ce compte ?",
        "Le compte, ses droits, ses brouillons et ses sessions sont effacés, sans retour. Les valeurs, les cibles et le "
        "journal restent, signés de l’adresse professionnelle.",
        "Supprimer définitivement",
    ),
}


def _draw_confirmation(account: Account) -> bool:
    """Draw the confirmation of the action in the address; returns whether there is one."""
    act = links.parameter("acte")
    if act not in _CONFIRM:
        return False
    title, consequence, label = _CONFIRM[act]
    form = f"confirm:{act}:{account.person.email}"
    with st.container(border=True, key="card_people_confirm"):
        show(html("<h2>{}</h2><p>{}</p>", title, consequence))
        if act == "supprimer":
            st.text_input("Motif (départ, demande de la personne…)", key=key(form, "reason"), max_chars=1000)
        st.button(
            label, type="primary", key=key(form, "go"), **click(form, _confirmed, account.person.email, act, form)
        )
        show(html("<p>{}</p>", link(links.address("personnes", personne=account.person.email), "Annuler")))
    return True


def _confirmed(email: str, act: str, form: str) -> ActAnswer:
    engine, me = store.engine(), current_person()
    # A plain object, fetched first: Streamlit may cut a callback short wherever it touches the session.
    passwords: dict[str, tuple[str, datetime]] = st.session_state.setdefault(_PASSWORD, {})
    match act:
        case "mot-de-passe":
            passwords[email] = accounts.give_password(engine, me, email), datetime.now(UTC)
            answer = "Mot de passe provisoire donné : notez-le, il ne sera plus jamais montré."
        case "sessions":
            accounts.revoke_all(engine, me, email)
            answer = "Sessions fermées."
        case "fermer":
            accounts.deactivate(engine, me, email)
            answer = "Compte fermé."
        case "rouvrir":
            accounts.reactivate(engine, me, email)
            answer = "Compte rouvert."
        case _:
            accounts.erase(engine, me, email, typed(form, "reason"))
            answer = f"Compte {email} supprimé ; ce qui a été saisi est conservé."
            return ActAnswer(answer, then=drop_parameters("acte", "personne"))
    return ActAnswer(answer, then=drop_parameters("acte"))


def _provisional(account: Account) -> None:
    """Draw the generated password until it is dismissed, another account is opened, or a few minutes have passed.

    It outlives one run: a double click or a lost connection would otherwise remove it before it is read.
    """
    password, created_at = st.session_state.get(_PASSWORD, {}).get(
        account.person.email, ("", datetime.min.replace(tzinfo=UTC))
    )
    if datetime.now(UTC) - created_at > _DISPLAY_TIME:
        _noted()
        return
    with st.container(border=True, key="card_people_password"):
        show(
            html(
                '<section class="people-password"><h2>Mot de passe provisoire</h2>'
                "<p>À transmettre à {} de vive voix ou par un canal sûr. Il n’est gardé nulle part : une "
                'fois masqué, il ne pourra plus être montré.</p><p class="figure">{}</p></section>',
                account.person.name,
                password,
            )
        )
        st.button("C’est noté, masquer", key="people_password_noted", on_click=_noted)


def _noted() -> None:
    st.session_state.pop(_PASSWORD, None)


def _data(account: Account) -> None:
    data = accounts.data_of(store.engine(), current_person(), account.person.email)
    rows = [[esc(what), esc(fate), str(count)] for what, fate, count in data]
    content = table(
        "Ce que la base détient de cette personne", ["Donnée", "Si le compte est supprimé", "Lignes"], rows, (2,)
    )
    delete = link(links.address("personnes", personne=account.person.email, acte="supprimer"), "Supprimer ce compte")
    note = count_of(sum(count for _, _, count in data), "ligne")
    show(
        card(details(f"Voir ce qui est détenu ({note})", html("{}<p>{}</p>", content, delete)), "Données personnelles")
    )
