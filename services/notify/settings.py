"""Settings of notify beyond every process's: the mail server."""

from typing import Literal

from pydantic import Field, SecretStr

from chassis.settings import Settings


class NotifySettings(Settings):
    """Without ``smtp_host`` there is no e-mail; messages are still shown in the application."""

    smtp_host: str = ""
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_from: str = "fast-lane@fastlane.example"
