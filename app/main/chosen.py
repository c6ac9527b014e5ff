"""What the settings choose: each a value or an engine, ready for the room that uses it."""

from functools import cache
from importlib.metadata import version

from app.domain.care import CareRules
from app.domain.mail import EmailAddress
from app.domain.site import Site
from app.domain.taking import KitBounds
from app.engines.mail import LoggedMail, SmtpMail
from app.ports import MailSender
from app.settings import Settings
from federation.http import HttpWire
from federation.http.http_wire import Room
from federation.http.link_probe import HttpLinkProbe
from federation.service import FederationSettings


@cache
def own_version() -> str:
    """Ours; read once, since what the package says of itself is a long file."""
    return version("maillage")


def network(settings: Settings) -> HttpWire:
    return HttpWire(
        allow=settings.federation_networks,
        user_agent=f"maillage/{own_version()}",
        room=Room(settings.federation_reserve_bytes),
    )


def mail(settings: Settings, site: Site) -> MailSender:
    """What letters leave by; without a server they are printed in the log."""
    url = settings.smtp_url.get_secret_value()
    if not url:
        return LoggedMail()
    host = site.host.partition(":")[0]
    sender = EmailAddress(settings.mail_from or f"wiki@{host}")
    return SmtpMail(url, sender=sender, name=site.name)


def probe(settings: Settings) -> HttpLinkProbe | None:
    agent = f"maillage/{own_version()} (links)"
    return HttpLinkProbe(user_agent=agent) if settings.care_check_links else None


def care(settings: Settings) -> CareRules:
    return CareRules(
        stale_months=settings.care_stale_months,
        figures_years=settings.care_figures_years,
        missed_months=settings.care_missed_months,
        check_links=settings.care_check_links,
    )


def kit_bounds(settings: Settings) -> KitBounds:
    return KitBounds(settings.kits_bytes, settings.kits_reserve_bytes, settings.kits_days)


def federation(settings: Settings) -> FederationSettings:
    return FederationSettings(
        every_s=settings.federation_every_s,
        quota_bytes=settings.federation_quota_bytes,
        reserve_bytes=settings.federation_reserve_bytes,
    )
