"""The pages outside the dashboard: plain French forms in its look, without a script."""

from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse

# Nothing but our own styles and typeface may load.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
NAME = "Innovations pour une santé renforcée"
_CSS = (Path(__file__).parent / "assets" / "forms.css").read_text(encoding="utf-8")


def sign_in(error: str = "", email: str = "", back: str = "", status: int = 200) -> HTMLResponse:
    """The form to sign in; ``back`` is the screen to return to."""
    focus_email, focus_password = (" autofocus", "") if not email else ("", " autofocus")
    return _page(
        "Connexion",
        f"""<form method="post" action="login">
<input type="hidden" name="retour" value="{escape(back)}">
<label for="adresse">Adresse électronique</label>
<input id="adresse" name="adresse" type="email" autocomplete="username" required maxlength="254"
 value="{escape(email)}"{focus_email}>
<label for="secret">Mot de passe</label>
<input id="secret" name="secret" type="password" autocomplete="current-password" required maxlength="200"
 {focus_password}>
<button type="submit">Se connecter</button>
</form>
<p class="note">Les comptes sont créés par l’administration du tableau de bord. Mot de passe oublié : demandez-lui
de le remplacer.</p>""",
        error,
        status,
    )


def password(error: str = "", shortest: int = 12, must: bool = False, status: int = 200) -> HTMLResponse:
    """The form to change one's own password."""
    why = "<p>Votre mot de passe est provisoire : choisissez le vôtre pour continuer.</p>" if must else ""
    return _page(
        "Changer de mot de passe",
        f"""{why}<form method="post" action="password">
<label for="secret">Mot de passe actuel</label>
<input id="secret" name="secret" type="password" autocomplete="current-password" required maxlength="200" autofocus>
<label for="nouveau">Nouveau mot de passe</label>
<input id="nouveau" name="nouveau" type="password" autocomplete="new-password" required minlength="{shortest}"
 maxlength="200" aria-describedby="regle">
<p class="note" id="regle">Au moins {shortest} caractères ; une phrase convient très bien.</p>
<label for="encore">Le même, encore une fois</label>
<input id="encore" name="encore" type="password" autocomplete="new-password" required maxlength="200">
<button type="submit">Changer le mot de passe</button>
</form>
<p class="note">Vos autres sessions seront fermées. <a href="../">Revenir au tableau de bord</a></p>""",
        error,
        status,
    )


def refusal(sentence: str, status: int) -> HTMLResponse:
    """A request that is not answered, and why."""
    content = '<p class="note"><a href="../">Revenir au tableau de bord</a></p>'
    return _page("Demande refusée", content, sentence, status)


def _page(title: str, content: str, error: str, status: int) -> HTMLResponse:
    alert = f'<p class="error" role="alert">{escape(error)}</p>' if error else ""
    html = (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – {escape(NAME)}</title><style>{_CSS}</style></head><body><main>"
        f'<p class="brand">{escape(NAME)}<small>Suivi de la feuille de route S3</small></p>'
        f"<h1>{escape(title)}</h1>{alert}{content}</main></body></html>"
    )
    return HTMLResponse(html, status, {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})
