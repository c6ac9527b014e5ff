"""Short ways to speak to the API in tests."""

from app.domain.people import Role
from tests.web.pages import text

NEW = text(
    "place", "Moulin", 'territory: {region: bretagne, department: "29"}', "Un moulin à vent."
)
URL = "/api/v1/pages/place/moulin"
NOWHERE = "0" * 40


def put(alpha, url=URL, page=NEW, base=None, role=Role.contributor, **more):
    said = {"text": page, "base": base, **more}
    return alpha.client.put(url, json=said, headers=alpha.token(role))


def get(alpha, url=URL, **params):
    return alpha.client.get(url, params=params)
