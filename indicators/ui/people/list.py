"""The list of accounts and how to create one."""

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
    """Accounts, one per row; the name links to the account."""
    heads = join(html('<th scope="col">{}</th>', text) for text in _HEADS)
    rows = join(_row(account) for account in accounts)
    return card(
        html(
            '<table class="list people-list"><caption class="sr">Comptes</caption>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
            heads,
            rows,
        )
    )


def _row(account: Account) -> Html:
    name = link(links.address("personnes", personne=account.person.email), esc(account.person.name))
    under = " · ".join(filter(None, (account.person.email, account.service)))
    return html(
        '<tr><td class="title">{}<br><span class="muted">{}</span></td>'
        '<td data-head="Rôles">{}</td>'
        '<td data-head="Périmètre">{}</td>'
        '<td data-head="Dernière connexion">{}</td>'
        '<td data-head="État">{}</td></tr>',
        name,
        under,
        esc(roles_of(account)) or _none("aucun : consulte"),
        esc(scope_of(account)) or _none("–"),
        esc(day_fr(account.last_sign_in)) or _none("jamais ici"),
        state_of(account),
    )


def roles_of(account: Account) -> str:
    """Roles in words, in their order."""
    return ", ".join(ROLE_LABELS[role] for role in Role if role in account.person.roles)


def scope_of(account: Account) -> str:
    """Areas and series of an account, « aires 1, 3 · 24 séries »; « tout » for administrators."""
    if Role.ADMINISTRATOR in account.person.roles:
        return "tout"
    areas = ", ".join(map(str, sorted(account.person.areas)))
    words = [f"{'aire' if len(account.person.areas) == 1 else 'aires'} {areas}"] if areas else []
    words += [count_of(len(account.person.series), "série")] if account.person.series else []
    return " · ".join(words)


def state_of(account: Account) -> Html:
    """State of an account in words, with its provisional password and open sessions."""
    if not account.is_active:
        return html("<b>Fermé</b>")
    words = ["mot de passe provisoire"] if account.must_change_password else []
    words += [count_of(account.open_sessions, "session ouverte", "sessions ouvertes")] if account.open_sessions else []
    under = html('<br><span class="muted">{}</span>', join(words, ", ")) if words else Html()
    return html("Actif{}", under)


def local_note() -> Html:
    """Notice for local mode: nobody signs in, and accounts are used only in another mode."""
    return html(
        '<p class="warn">Sur ce poste, personne ne se connecte (mode local) : chaque rôle se choisit dans la barre de '
        "gauche. Les comptes ci-dessous serviront quand l’installation passera en mode « accounts » ou « oidc ».</p>"
    )


def nobody() -> Html:
    """Placeholder if there are no accounts."""
    return empty(
        "Aucun compte n’existe encore",
        html("<p>Le premier, d’administration, se crée sur le serveur par la ligne de commande ci-dessous.</p>"),
    )


def how_to_create() -> Html:
    """How to create an account with the command line on the server; the web cannot create any."""
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
