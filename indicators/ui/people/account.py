"""One account: who it is, what they may do and where, how they sign in, what is held of them."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from db.vocabulary import Role
from indicators.domain.formatting import count_of
from indicators.domain.rights import ROLE_LABELS
from indicators.reading.people.who import Account
from indicators.services.people import accounts
from indicators.services.people.accounts import Profile
from indicators.settings import Mode, settings
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.administration import attempt, chosen, day_fr, key, typed
from indicators.ui.kit.html import card, chip, details, esc, header, link, show, table
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
_SHOWN_FOR = timedelta(minutes=5)


def draw(one: Account) -> None:
    """Draw the account."""
    crumbs = (("Personnes et droits", links.address("personnes")),)
    show(header(one.person.name, esc(_lead(one)), crumbs))
    _provisional(one)
    if _asked_to_confirm(one):
        return
    _profile(one)
    series.draw(one)
    _signing_in(one)
    _data(one)


def _lead(one: Account) -> str:
    words = [one.person.email, "actif" if one.is_active else "compte fermé", roles_of(one) or "aucun rôle"]
    if one.last_sign_in:
        words.append(f"dernière connexion le {day_fr(one.last_sign_in)}")
    return " · ".join(words)


def _profile(one: Account) -> None:
    form = f"profile:{one.person.email}"
    with st.form(form, enter_to_submit=False, border=False), st.container(border=True, key="card_people_profile"):
        show("<h2>Identité, rôles et aires</h2>")
        left, right = st.columns(2)
        left.text_input("Nom", one.person.name, key=key(form, "name"), max_chars=200)
        right.text_input("Service", one.service, key=key(form, "service"), max_chars=200)
        show('<p class="admin-legend">Rôles : ils s’additionnent</p>')
        for role in Role:
            label = f"**{ROLE_LABELS[role]}** : {MAY[role]}"
            st.checkbox(label, role in one.person.roles, key=key(form, role))
        show('<p class="admin-legend">Aires à valider</p>')
        catalogue = store.present().catalogue
        half = -(-len(catalogue.areas) // 2)
        for column, areas in zip(st.columns(2), (catalogue.areas[:half], catalogue.areas[half:]), strict=True):
            for area in areas:
                name = f"{area.number} {catalogue.area_names[area.number]}"
                column.checkbox(name, area.number in one.person.areas, key=key(form, str(area.number)))
        numbers = [area.number for area in catalogue.areas]
        st.form_submit_button("Enregistrer", type="primary", on_click=_save_profile, args=(one, numbers))


def _save_profile(one: Account, numbers: list[int]) -> None:
    form = f"profile:{one.person.email}"
    roles = frozenset(role for role in Role if chosen(form, role))
    areas = frozenset(number for number in numbers if chosen(form, str(number)))
    wanted = Profile(typed(form, "name"), typed(form, "service"), roles, areas)
    seen = Profile(one.person.name, one.service, one.person.roles, one.person.areas)

    def act() -> str:
        changed = accounts.set_profile(store.engine(), current_person(), one.person.email, wanted, seen)
        said = "Compte enregistré ; les droits comptent dès la prochaine action de la personne."
        return said if changed else "Rien n’était à changer."

    attempt(act, form)


def _signing_in(one: Account) -> None:
    with st.container(border=True, key="card_people_access"):
        show("<h2>Connexion</h2>", _how(one))
        here = links.address("personnes", personne=one.person.email)
        links_ = []
        if not one.issuer and one.is_active:
            links_.append(("Donner un mot de passe provisoire", "mot-de-passe"))
        if one.open_sessions:
            links_.append(("Fermer ses sessions", "sessions"))
        links_.append(("Fermer le compte", "fermer") if one.is_active else ("Rouvrir le compte", "rouvrir"))
        chips = "".join(chip(text, f"{here}&acte={act}") for text, act in links_)
        show(f'<div class="chips">{chips}</div>')


def _how(one: Account) -> str:
    rows = [
        ("Compte créé le", day_fr(one.created_at)),
        ("Dernière connexion", day_fr(one.last_sign_in) or "jamais ici"),
    ]
    if one.issuer:
        rows += [("Fournisseur d’identité", one.issuer), ("Identifiant chez lui", one.subject)]
        if settings().mode is Mode.OIDC:
            rows[1] = ("Dernière connexion", "connue du fournisseur seulement")
    else:
        provisional = (
            "provisoire, à changer à la prochaine connexion" if one.must_change_password else "choisi par la personne"
        )
        rows.append(("Mot de passe", provisional if one.has_password else "aucun"))
    rows.append(("Sessions ouvertes", str(one.open_sessions)))
    return (
        '<dl class="sheet">' + "".join(f"<dt>{esc(name)}</dt><dd>{esc(value)}</dd>" for name, value in rows) + "</dl>"
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


def _asked_to_confirm(one: Account) -> bool:
    """The act that the address asks for, alone with its consequence, before anything is done; says if there is one."""
    act = links.choice("acte", list(_CONFIRM))
    if not act:
        return False
    title, consequence, label = _CONFIRM[act]
    form = f"confirm:{act}:{one.person.email}"
    with st.container(border=True, key="card_people_confirm"):
        show(f"<h2>{esc(title)}</h2><p>{esc(consequence)}</p>")
        if act == "supprimer":
            st.text_input("Motif (départ, demande de la personne…)", key=key(form, "reason"), max_chars=1000)
        st.button(label, type="primary", key=key(form, "go"), on_click=_confirmed, args=(one, act, form))
        show(f"<p>{link(links.address('personnes', personne=one.person.email), 'Annuler')}</p>")
    return True


def _confirmed(one: Account, act: str, form: str) -> None:
    engine, me, email = store.engine(), current_person(), one.person.email

    def carry_out() -> str:
        match act:
            case "mot-de-passe":
                st.session_state[_PASSWORD] = (email, accounts.give_password(engine, me, email), datetime.now(UTC))
                return "Mot de passe provisoire donné : notez-le, il ne sera plus jamais montré."
            case "sessions":
                accounts.revoke_all(engine, me, email)
                return "Sessions fermées."
            case "fermer":
                accounts.deactivate(engine, me, email)
                return "Compte fermé."
            case "rouvrir":
                accounts.reactivate(engine, me, email)
                return "Compte rouvert."
            case _:
                accounts.erase(engine, me, email, typed(form, "reason"))
                return f"Compte {email} supprimé ; ce qui a été saisi est conservé."

    attempt(carry_out, form, leave=("acte", "personne") if act == "supprimer" else ("acte",))


def _provisional(one: Account) -> None:
    """The password just made up: until it is noted, another account is opened, or a few minutes have passed.

    Not for one run only: a double click, or a line that drops, would take it away before it is read.
    """
    email, password, made = st.session_state.get(_PASSWORD, ("", "", datetime.min.replace(tzinfo=UTC)))
    if email != one.person.email or datetime.now(UTC) - made > _SHOWN_FOR:
        st.session_state.pop(_PASSWORD, None)
        return
    with st.container(border=True, key="card_people_password"):
        show(
            '<section class="people-password"><h2>Mot de passe provisoire</h2>'
            f"<p>À transmettre à {esc(one.person.name)} de vive voix ou par un canal sûr. Il n’est gardé nulle part : une "
            f'fois masqué, il ne pourra plus être montré.</p><p class="figure">{esc(password)}</p></section>'
        )
        st.button("C’est noté, masquer", key="people_password_noted", on_click=_noted)


def _noted() -> None:
    st.session_state.pop(_PASSWORD, None)


def _data(one: Account) -> None:
    found = accounts.data_of(store.engine(), current_person(), one.person.email)
    rows = [[esc(what), esc(fate), str(count)] for what, fate, count in found]
    content = table(
        "Ce que la base détient de cette personne", ["Donnée", "Si le compte est supprimé", "Lignes"], rows, (2,)
    )
    delete = link(links.address("personnes", personne=one.person.email, acte="supprimer"), "Supprimer ce compte")
    note = count_of(sum(count for _, _, count in found), "ligne")
    show(card(details(f"Voir ce qui est détenu ({note})", f"{content}<p>{delete}</p>"), "Données personnelles"))
