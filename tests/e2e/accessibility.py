"""Rules of WCAG 2.1 A and AA as axe checks them."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}

# Faults of Streamlit's own parts, by rule and element: no screen uses a date input or a grid yet.
UPSTREAM = {
    "target-size": '[data-testid="stDateInput"]',
    "empty-table-header": '[data-testid="stDataFrame"]',
}


def violations(page: Page) -> list[str]:
    """Each broken rule with the element that breaks it; the named upstream ones are left out."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", OPTIONS)
    return [
        f"{rule['id']} : {node['html'][:160]} ({node['failureSummary']})"
        for rule in found
        for node in rule["nodes"]
        if not _is_upstream(page, rule["id"], node["target"][0])
    ]


def _is_upstream(page: Page, rule: str, selector: str) -> bool:
    inside = UPSTREAM.get(rule)
    return inside is not None and page.locator(f"{inside} {selector}").count() > 0
