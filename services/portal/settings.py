"""Settings of the portal beyond every process's."""

from typing import ClassVar, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from chassis.settings import Settings

_LEAST_SECRET = 32


class PortalSettings(Settings):
    """Where the other services answer, and the key of the session cookies."""

    needs_database: ClassVar[bool] = False
    session_secret: SecretStr = SecretStr("")
    oidc_client: str = "fastlane-portal"
    intake_url: str = "http://127.0.0.1:8101"
    approval_url: str = "http://127.0.0.1:8102"
    funding_url: str = "http://127.0.0.1:8103"
    notify_url: str = "http://127.0.0.1:8104"
    registry_url: str = "http://127.0.0.1:8105"
    insight_url: str = "http://127.0.0.1:8106"
    max_upload_bytes: int = Field(default=20_000_000, gt=0)

    @model_validator(mode="after")
    def _usable_secret(self) -> Self:
        if len(self.session_secret.get_secret_value()) < _LEAST_SECRET:
            raise ValueError(
                f"FASTLANE_SESSION_SECRET must have at least {_LEAST_SECRET} characters: "
                "session cookies are encrypted with it"
            )
        return self

    def base(self, service: str) -> str:
        """Where a service answers; KeyError for one that the portal does not know."""
        bases = {
            "intake": self.intake_url,
            "approval": self.approval_url,
            "funding": self.funding_url,
            "notify": self.notify_url,
            "registry": self.registry_url,
            "insight": self.insight_url,
        }
        return bases[service].rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Whether people reach the portal over TLS; cookies are then kept to it."""
        return self.public_url.startswith("https://")

    @property
    def cookie_suffix(self) -> str:
        """Cookies do not know ports: the port keeps two lanes on one machine apart."""
        port = urlsplit(self.public_url).port
        return "" if self.is_secure or port is None else f"_{port}"

    @property
    def issuer_origin(self) -> str:
        """Scheme and host of the sign-in issuer, for the content security policy."""
        parts = urlsplit(self.oidc_issuer)
        return f"{parts.scheme}://{parts.netloc}"
