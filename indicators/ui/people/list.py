"""The list of accounts, and what to know about making one."""

from db.vocabulary import Role
from indicators.domain.formatting import count_of
from indicators.domain.rights import ROLE_LABELS
from indicators.reading.people.who import Account
from indicators.ui.kit import links
from indicators.ui.kit.days import day_fr
from indicators.ui.kit.html import Html, card, details, empty, esc, html, join, link

_HEADS = ("Personne", "Rôles", "Périmètre", "Dernière connexion", "État")
_CREATE = 'python -m indicators user add prenom.nom@spw.wallonie.be --name "Prénom Nom" --role contributeur'
_IDENTITY = " --issuer https://fournisseur.example --subject identifiant"


def table(accounts: list[Account]) -> Html:
    """Accounts, one a row; the name opens the account."""
    heads = join(html('<th scope="col">{}</th>', text) for text in _HEADS)
    rows = join(_row(one) for one in accounts)
    return card(
        html(
            '<table class="list people-list"><caption class="sr">Comptes</caption>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
            heads,
            rows,
        )
    )


def _row(one: Account) -> Html:
    name = link(links.address("personnes", personne=one.person.email), esc(one.person.name))
    under = " · ".join(filter(None, (one.person.email, one.service)))
    return html(
        '<tr><td class="title">{}<br><span class="muted">{}</span></td>'
        '<td data-head="Rôles">{}</td>'
        '<td data-head="Périmètre">{}</td>'
        '<td data-head="Dernière connexion">{}</td>'
        '<td data-head="État">{}</td></tr>',
        name,
        under,
        esc(roles_of(one)) or _none("aucun : consulte"),
        esc(scope_of(one)) or _none("–"),
        esc(day_fr(one.last_sign_in)) or _none("jamais ici"),
        state_of(one),
    )


def roles_of(one: Account) -> str:
    """Roles in words, in their order."""
    return ", ".join(ROLE_LABELS[role] for role in Role if role in one.person.roles)


def scope_of(one: Account) -> str:
    """« aires 1, 3 · 24 séries »; everything for the administration."""
    if Role.ADMINISTRATOR in one.person.roles:
        return "tout"
    areas = ", ".join(map(str, sorted(one.person.areas)))
    words = [f"{'aire' if len(one.person.areas) == 1 else 'aires'} {areas}"] if areas else []
    words += [count_of(len(one.person.series), "série")] if one.person.series else []
    return " · ".join(words)


def state_of(one: Account) -> Html:
    """State of an account in words, with what is going on."""
    if not one.is_active:
        return html("<b>Fermé</b>")
    words = ["mot de passe provisoire"] if one.must_change_password else []
    words += [count_of(one.open_sessions, "session ouverte", "sessions ouvertes")] if one.open_sessions else []
    under = html('<br><span class="muted">{}</span>', join(words, ", ")) if words else Html()
    return html("Actif{}", under)


def local_note() -> Html:
    """On a single machine nobody signs in: accounts wait for another mode."""
    return html(
        '<p class="warn">Sur ce poste, personne ne se connecte (mode local) : chaque rôle se choisit dans la barre de '
        "gauche. Les comptes ci-dessous serviront quand l’installation passera en mode « accounts » ou « oidc ».</p>"
    )


def nobody() -> Html:
    """No account at all."""
    return empty(
        "Aucun compte n’existe encore",
        html("<p>Le premier, d’administration, se crée sur le serveur par la ligne de commande ci-dessous.</p>"),
    )


def how_to_create() -> Html:
    """Accounts are made on the server: who can type commands there holds the data already."""
    content = html(
        "<p>Aucun compte n’est créé par le web : un compte se crée sur le serveur, par la personne qui l’administre. "
        "Un mot de passe provisoire est écrit une seule fois ; il se change à la première connexion.</p>"
        '<pre class="people-command" tabindex="0">{}</pre>'
        "<p>Avec un fournisseur d’identité, ajoutez son adresse et l’identifiant de la personne chez lui :</p>"
        '<pre class="people-command" tabindex="0">{}</pre>',
        _CREATE,
        _CREATE + _IDENTITY,
    )
    return details("Créer un compte", card(content))


def _none(text: str) -> Html:
    return html('<span class="muted">{}</span>', text)
